import type { OperationName } from './operations.ts';

/** What each operation answers: of those that are not listed here, an object and no more is known. */
export type Answers = {
  [Name in OperationName]: Name extends keyof Typed ? Typed[Name] : Readonly<Record<string, unknown>>;
};

interface Typed {
  openDealing: { readonly id: string; readonly join: string };
  askFields: { readonly person: string; readonly fields: Readonly<Record<string, string | null>> };
  askFieldsOfMany: {
    readonly answers: readonly {
      readonly dealing: string;
      readonly person?: string;
      readonly fields?: Readonly<Record<string, string | null>>;
      readonly problem?: object;
    }[];
  };
  endDealing: { readonly id: string };
  seeOwnHistory: {
    readonly entries: readonly {
      readonly n: number;
      readonly at: string;
      readonly kind: string;
      readonly body: unknown;
      readonly inLog: boolean;
    }[];
    readonly next: number | null;
  };
}
