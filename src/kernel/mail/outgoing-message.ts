/** One message to one address. What it says of its sender and subject has been checked for control characters. */
export interface OutgoingMessage {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  /** Where notices that it did not arrive go (the envelope's sender); absent: the sender. */
  readonly returnPath?: string | undefined;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Without angle brackets. */
  readonly messageId: string;
  readonly date: Date;
  /** Written as they are, on one line each: a folded `List-Unsubscribe` has broken signatures elsewhere. */
  readonly headers: Readonly<Record<string, string>>;
}
