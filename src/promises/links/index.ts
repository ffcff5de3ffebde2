export { consoleEntries } from './console-entries.ts';
export { type OutboundLink, outboundLinks } from './outbound-links.ts';
export { readStandingSince } from './store.ts';
