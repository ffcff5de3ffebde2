import type { Language } from '../../kernel/words.ts';
import { verifier as ru } from './ru/verifier.ts';
import { verifier as uk } from './uk/verifier.ts';

/** The sentences of the verifier, which stands alone and speaks English by itself: null there. */
export const VERIFIER_SENTENCES: Readonly<Record<Language, typeof ru | null>> = { ru, uk, en: null };
