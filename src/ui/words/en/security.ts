import { counted } from '../../numbers.ts';
import type { InterfaceWords } from '../words.ts';

export const security: InterfaceWords['security'] = {
  signIn: {
    title: 'Sign in',
    identifier: 'Account name, e-mail or phone',
    identifierHint: 'What you left when you registered. A phone with a plus and the country code.',
    submit: 'Sign in',
    wrong: 'That did not sign you in. Check both: we do not say which of them is wrong, on purpose.',
    tooOften: (minutes) => `Too many tries. Try again in ${minutes}.`,
    minutes: counted({ one: 'minute', other: 'minutes' }),
    noAccount: 'Not left any data yet?',
    continueTo: 'Sign in to go on.',
  },
  signedOut: {
    title: 'You are signed out',
    lead: 'The session on this device has ended, its key is no longer valid.',
    again: 'Sign in again',
    home: 'To the first page',
  },
};
