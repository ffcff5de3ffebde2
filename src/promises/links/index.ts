import { importPerson } from './import-person.ts';
import { recordEarlierText } from './record-earlier-text.ts';

export { consoleEntries } from './console-entries.ts';
export { type ImportReport, importPeople } from './import/import-people.ts';
export { type Mapping, mappingSchema } from './import/mapping.ts';
export { ENCODINGS, type Row, readRows } from './import/read-rows.ts';
export { outboundLinks } from './outbound-links.ts';
export { eraseLinks, readStandingSince } from './store.ts';
export { importPerson, recordEarlierText };

/** The acts of this promise. */
export const acts = [recordEarlierText, importPerson] as const;
