import { counted } from '../../numbers.ts';
import type { InterfaceWords } from '../words.ts';

export const home: InterfaceWords['home'] = {
  page: {
    title: 'A privacy policy that runs',
    titleNamed: (site) => `Your data at ${site}`,
    lead: 'The data you left to the site is kept here. The server does with it only what the policy says, and records each case.',
    register: 'Leave data',
    signIn: 'Sign in',
    account: 'Open your account',
    policy: 'Read the policy',
    promises: 'Eight promises',
    points: [
      {
        title: 'Words and rules side by side',
        text: 'Beside each section of the policy you see what exactly the server does. The policy itself decides.',
      },
      {
        title: 'No permission, no data',
        text: 'Every approach to data is judged by the version in force. A refusal names its section and stays in the history.',
      },
      {
        title: 'Check it yourself',
        text: 'Each entry goes into a common ledger. You check a receipt from it without us.',
      },
    ],
    demonstrationTitle: 'This is a demonstration',
    demonstration:
      'The owner has not named the site yet. Everything works for real, but nobody answers for this server: try it with made-up data.',
  },
  verify: {
    title: 'Verify the ledger',
    lead: 'Whatever the server does with data, it writes into a ledger that cannot be quietly rewritten. Here is what you need to check it from outside.',
    key: 'Public key of the ledger',
    keyHint: 'Keep it: it does not change. If another key stands here one day, ask why.',
    origin: 'Name of the ledger',
    checkpoint: 'Latest checkpoint',
    checkpointHint: 'The server’s signature under the number of entries and their common digest.',
    size: counted({ one: 'entry', other: 'entries' }),
    noCheckpoint: 'There is no checkpoint yet: the ledger is empty.',
    witnesses: 'Witnesses',
    witnessesHint:
      'Others who sign the ledger, each on a machine of their own, and only what continues the ledger that they saw before. Ask a witness for its key yourself: whoever gives you all the keys could have made them all.',
    noWitnesses: 'Nobody else signs this ledger yet. Anybody can: the program is examples/witness.',
    witness: 'Witness',
    signedLast: 'Signed last',
    signedNever: 'has signed nothing yet',
    howTitle: 'Check a receipt',
    how: [
      'Save a receipt from your account (a .tlog-proof file) and the key from this page.',
      'Run the command. It needs no network and no access to this server.',
      'The program says in words what was checked and what was not.',
    ],
    detectedTitle: 'What can be proved against us',
    detected:
      'An entry that was changed, moved or lost; two different ledgers for different people; an entry hidden in spite of a statement.',
    notDetectedTitle: 'What the check does not see',
    notDetected:
      'An act for which the program was replaced so that it writes no entry, and a chain that was never shown to you.',
    forPrograms: 'For programs',
  },
  problems: {
    400: { title: 'Not understood', text: 'The server could not read what the browser sent.' },
    401: { title: 'Please sign in', text: 'This page opens only after signing in.' },
    403: { title: 'Not allowed', text: 'The policy in force does not allow this. The refusal is recorded.' },
    404: {
      title: 'Nothing is here',
      text: 'There is no such page, or it is not for you: we do not say which, on purpose.',
    },
    405: { title: 'Not like this', text: 'This page does not take such a request.' },
    409: {
      title: 'No longer fitting',
      text: 'Something changed while you were looking. Nothing was done; open the page again.',
    },
    410: { title: 'Expired', text: 'This is no longer valid.' },
    413: { title: 'Too much', text: 'More was sent than the server takes.' },
    415: { title: 'Wrong kind of data', text: 'The server does not take data of this kind.' },
    422: { title: 'Please check the data', text: 'Something is not written as it should be. Nothing was saved.' },
    429: { title: 'Too often', text: 'Wait a little and try again.' },
    500: { title: 'Our fault', text: 'Something broke on our side. Nothing half done was saved.' },
    503: { title: 'The server is busy', text: 'Nothing was done. Try again in a minute.' },
  },
  problem: {
    section: 'The section that says so',
    presence: 'Show that it is you: enter your password again.',
    reasons: 'Why',
    entry: 'Entry of the refusal',
    retry: (seconds) => `You can try again in ${seconds}.`,
    seconds: counted({ one: 'second', other: 'seconds' }),
    id: 'Number of the fault',
    idHint: 'Give it if you ask about this. It holds none of your data.',
    home: 'To the first page',
    signIn: 'Sign in',
  },
};
