import type { InterfaceWords } from '../words.ts';

export const verifier: InterfaceWords['verifier'] = null;
