/** What a span may say: names of the program, words of closed lists, numbers. Never a value, an id or an address. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** The way of one request through the program, for whoever runs it to see where time goes. */
export interface Trace {
  /** Runs the work within a span; a span begun inside is its child. What throws is marked and goes on. */
  span<T>(name: string, attributes: SpanAttributes, work: () => T): T;
  /** Sends what is left. */
  close(): Promise<void>;
}

/** Where nobody asked for traces nothing is made of them. */
export const noTrace: Trace = { span: (_name, _attributes, work) => work(), close: async () => {} };
