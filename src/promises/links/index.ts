export { consoleEntries } from './console-entries.ts';
export { outboundLinks } from './outbound-links.ts';
export { readStandingSince } from './store.ts';
