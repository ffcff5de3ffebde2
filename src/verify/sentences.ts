/**
 * Everything that the verifier says, each sentence by a name; {x} stands for what a file or a line says. Who shows it in
 * another language gives sentences of the same names.
 */
export const SENTENCES = {
  wrong: 'Wrong: {what}.',
  // What was checked.
  entryStands: 'Entry {n} of its chain stands at place {place} of the ledger as signed at {size} entries.',
  textFits: 'Its text is the one that the ledger commits to, letter for letter.',
  commitmentStands:
    'A commitment stands at place {place} of the ledger as signed at {size} entries; what it says was erased or is not in this file.',
  exactly: 'The server signed that the chain had exactly {n} entries and which one was the last.',
  sealedMayExist: 'Sealed entries, kept secret by a lawful order until a date, may exist besides.',
  ledgerSigned: 'The server signed a ledger of {size} entries.',
  keyChanged: 'Since {since} the ledger is signed by another key: the former and the next have both signed that.',
  othersSigned: 'Others have signed it too: give a policy with their keys to check that.',
  witnessSigned: 'The witness {witness} signed it at {at}.',
  grew: 'The ledger of {size} entries begins with that of {older}: nothing in it was changed or taken away.',
  olderMissing: 'It is about a ledger of {older} entries, but no such checkpoint is among the files.',
  speaksOf: 'It speaks of the ledger at {size} entries.',
  checkpointMissing:
    'The checkpoint that it speaks of is not among the files: give it too, to find entries that were withheld.',
  // What convicts the server: two things that it signed.
  forked: '{a} and {b}: two different trees of size {size} were signed: the ledger was forked',
  twoAtPlace: '{a} and {b}: two different entries stand at place {place}: the ledger was forked',
  twoNumbered: '{a} and {b}: the chain has two entries numbered {n}',
  datedBefore: '{a} and {b}: entry {later} of the chain is dated before entry {earlier}',
  doesNotFollow: '{a} and {b}: entry {later} does not follow entry {earlier} of its chain',
  twoStated: '{a} and {b}: two different entries numbered {n} are stated',
  twoCounts: '{a} and {b}: for one checkpoint two different numbers of entries are stated',
  shorter: '{a} and {b}: the chain is stated to have become shorter',
  otherThanStated: '{a} and {b}: entry {n} is another one than the statement says',
  withheld:
    '{a} and {b}: the statement says that there were {n} entries when the ledger had {size}, but entry {found} stood at place {place} already: it was withheld',
  // What is wrong with one file.
  unknownFile: 'this is no receipt, statement, checkpoint or consistency proof of this ledger',
  notReceipt: 'this is not a receipt',
  receiptWithoutLine: 'the receipt lacks the line with the entry',
  receiptMalformed: 'the receipt is malformed',
  receiptWithoutEntry: 'the receipt lacks the entry',
  behindEnd: 'the entry lies behind the end of the checkpoint',
  commitmentNotThere: 'the commitment is not at its place in the ledger',
  entryNotThere: 'the entry is not at its place in the ledger: its text, its place or the proof was changed',
  entryNotJson: 'the text of the entry is not JSON',
  entryNotCanonical: 'the text of the entry is not canonical',
  entryUnknown: 'the entry is of a format that this verifier does not know',
  statementMalformed: 'the statement is malformed',
  checkpointMalformed: 'the checkpoint is malformed',
  checkpointOfAnother: 'the checkpoint is of another ledger than the key',
  growthMalformed: 'the consistency proof is malformed',
  olderIsLonger: 'the older ledger is the longer one',
  notContinued: 'it does not show the ledger of {size} entries to continue that of {older}',
  notShownToContinue:
    'the checkpoint of size {size} is not shown to continue that of size {older}: the ledger was forked, or the proof is wrong',
  notNote: 'this is not a signed note',
  tooManySignatures: 'the note has too many signatures',
  signatureMalformed: 'a signature line of the note is malformed',
  notSignedBy: 'the note is not signed by {name} with the given key',
  signatureWrong: 'the signature of {name} does not fit the text: one of the two was changed',
  keyChangeMalformed: 'the note of the key change is malformed',
  keyChangeOfAnother: 'the key change is of another ledger than the key',
  keyChangeAstray: 'no change leads from the given key to the keys of this one',
  witnessSignatureWrong: 'the signature of the witness {name} does not fit the checkpoint',
  tooFewWitnesses: 'the policy asks for more witnesses than the {count} that signed this checkpoint',
  // What is wrong with the key or the policy that was given.
  sayWhichLedger: 'say which ledger: give its key',
  keyMalformed: 'the key is not a verifier key of the form NAME+ID+BASE64 with an Ed25519 key',
  keyIdWrong: 'the key id does not fit the key',
  witnessKeyMalformed: 'the key of a witness is not of the form NAME+ID+BASE64 with an Ed25519 key of type 4',
  witnessKeyIdWrong: 'the key id of a witness does not fit its key',
  policyLine: 'line {line} of the policy: {what}',
  policyWithoutQuorum: 'the policy has no line `quorum`',
  policyLog: 'a ledger is `log KEY` with or without an address',
  policyWitness: 'a witness is `witness NAME KEY` with or without an address',
  policyGroup: 'a group asks for `all`, `any` or a number of the members that it names',
  policyMember: 'a member of a group is not defined before, or is in a group already',
  policySecondQuorum: 'there is a second quorum',
  policyQuorum: 'the quorum is not defined before',
  policyWord: 'it begins with another word than `log`, `witness`, `group` or `quorum`',
  policyNameTwice: 'a name is defined twice',
  policyLedgerTwice: 'the key of a ledger stands there twice',
  policyWitnessTwice: 'the key of a witness stands there twice',
  // What is wrong with the public log.
  logDiffers:
    'the entries served do not give the root signed for size {size}: an entry was changed, or the log was forked',
  bundleWithheld: 'the entries under {path} are withheld',
  bundleCutOff: 'the entries under {path} are cut off',
  bundleShort: 'there are not {width} entries under {path}',
} as const;

export type SentenceName = keyof typeof SENTENCES;
export type Sentences = Readonly<Record<SentenceName, string>>;

/** A sentence with what stands in it, before it is put into words. */
export interface Said {
  readonly name: SentenceName;
  readonly values: Readonly<Record<string, string | number | bigint | Said>>;
}

export const said = (name: SentenceName, values: Said['values'] = {}): Said => ({ name, values });

export function say({ name, values }: Said, sentences: Sentences = SENTENCES): string {
  return sentences[name].replaceAll(/\{(\w+)\}/g, (_, key: string) => {
    const value = values[key];
    return typeof value === 'object' ? say(value, sentences) : String(value ?? '');
  });
}

/** What a file says cannot be believed. The message is a sentence without its full stop. */
export class VerificationError extends Error {
  override readonly name = 'VerificationError';
  readonly said: Said;
  constructor(name: SentenceName, values: Said['values'] = {}) {
    super(say(said(name, values)));
    this.said = said(name, values);
  }
}
