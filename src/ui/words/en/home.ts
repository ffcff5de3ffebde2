import { counted } from '../../numbers.ts';
import type { InterfaceWords } from '../words.ts';

export const home: InterfaceWords['home'] = {
  docs: {
    title: 'Documentation',
    lead: 'All that came with this program. You can search and read it here, without a network.',
    search: 'Search the documentation',
    find: 'Search',
    found: counted({ one: 'place found', other: 'places found' }),
    nothing: 'No page holds these words. Try one word, the most important.',
    contents: 'Contents',
    onlyEnglish: 'This page is in English only.',
    groups: { begin: 'Begin', integrate: 'Connect your site', operate: 'Run a site', trust: 'Check for yourself' },
  },
  reference: {
    title: 'API reference',
    lead: 'Each operation is decided on by the policy and recorded in the ledger. The description for programs: /openapi.json.',
    who: 'Who may',
    anyone: 'anyone',
    credential: 'a service or payment system with its credential',
    session: 'a person in their session',
    parameters: 'Parameters in the address',
    body: 'Body, an example',
    noBody: 'No body is needed.',
    idempotent: 'Takes an Idempotency-Key: a repeat with the same key has one effect.',
    problems: 'Answers where it may not be',
    problemsLead: 'A refusal is a document after RFC 9457 with its code in type; no value is repeated in it.',
    code: 'Code',
    status: 'Status',
    staff: 'a member of staff in their session',
  },
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
    here: {
      title: 'Check files here',
      lead: 'Your browser checks receipts, statements and checkpoints. The files do not leave this device, and once the page is there no network is needed.',
      files: 'Files',
      filesHint:
        'Receipts (.tlog-proof), the statement of how many entries there are, checkpoints you kept: several at once are held against each other, too.',
      key: 'Key of the ledger',
      keyHint:
        'If you kept the key earlier, put it here instead: whoever gives both the key and the files could have made both.',
      witnesses: 'Check the signatures of witnesses, too',
      policy: 'Witnesses, and how many of them it takes',
      policyHint:
        'The lines that /ledger/policy shows, after you compared the keys with the witnesses themselves. Empty: witnesses are not checked.',
      check: 'Check',
      said: {
        holds: 'holds',
        wrong: 'does not hold',
        entry: 'Entry {n} of this chain stands at place {place} of a ledger of {size} entries, word for word.',
        erased:
          'At place {place} of a ledger of {size} entries stands the digest of an entry. Its text was erased or is not here.',
        statement:
          'The server signed that this chain has exactly {n} entries, and which is the last. Sealed ones, of which nobody may tell yet, may exist besides.',
        checkpoint: 'The server signed a ledger of {size} entries.',
        consistency: 'The ledger of {size} entries was compared with that of {older} entries.',
        keyChange:
          'Since {since} the ledger is signed by another key: the former key and the new one have both signed that.',
        unknown: 'This file is not to be believed. The reason stands below, word for word.',
        exactly: 'Word for word',
        text: 'Text of the entry',
        all: 'Everything holds, and the files do not contradict each other',
        some: 'Not everything holds',
        contradiction: 'The server signed things that cannot all be true. Keep these files: they convict it',
        badKey: 'The key or the list of witnesses is not written as it should be',
        none: 'Choose files first',
      },
    },
    key: 'Public key of the ledger',
    keyHint:
      'Keep it. It changes only by a note that the former key and the new one have both signed, and such notes are below under “key changes”. If another key stands here and there is no such note, ask why.',
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
    howTitle: 'Check by a command',
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
    503: {
      title: 'The server is busy',
      text: 'Try again in a minute. If you were changing something, look first whether it is done.',
    },
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
