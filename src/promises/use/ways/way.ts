import type { Clock } from '../../../kernel/clock.ts';
import type { Outside } from '../../../kernel/outside.ts';
import type { Field, Provider } from '../../../kernel/policy/declarations.ts';
import type { Sealed } from '../../../kernel/vault/sealed.ts';
import type { Outcome, Settled, TransferRow } from '../store.ts';

/** What one hand-over is made of. The values are still sealed: the way is their sink. */
export interface HandOver {
  readonly provider: Provider;
  readonly transfer: TransferRow;
  /** The person's pseudonym at this provider. */
  readonly customer: string;
  readonly fields: readonly Field[];
  /** The fields by their names, and the payee by its record where the person typed it. */
  readonly opened: ReadonlyMap<string, Sealed<string>>;
}

/** What the site shares with a provider: made by us for signing, or given by the provider. */
export interface ProviderSecrets {
  readonly signing: Sealed<string>;
  /** The key to the provider's own interface. */
  readonly key: Sealed<string> | undefined;
}

export interface WayParts {
  readonly clock: Clock;
  readonly outside: Outside;
  readonly baseUrl: () => string;
}

export interface Answer {
  /** Unknown: no whole answer in time, one too long, a redirect, a 5xx, or 408, 425, 429: it may have acted or not. */
  readonly outcome: Outcome;
  /** The provider's own id of the transfer. */
  readonly reference?: string;
  /** The page on which the person finishes. */
  readonly page?: string;
}

/** A form that the person's own browser sends to the provider. */
export interface LeavingForm {
  readonly action: string;
  readonly values: Readonly<Record<string, string>>;
}

/** What a provider says unasked. Only where to look. */
export interface Report {
  readonly transferId: string;
  /** The provider's id of this report, by which a repeat is known. */
  readonly id: string;
  readonly status: Settled;
}

export interface RawReport {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How one kind of provider is spoken to. Whoever adds one writes a file here and a line in `way-of.ts`. */
export interface Way {
  /** Our server calls. Absent where the person's browser sends a form. */
  handOver?(handOver: HandOver, secrets: ProviderSecrets, parts: WayParts): Promise<Answer>;
  form?(handOver: HandOver, secrets: ProviderSecrets, parts: WayParts): LeavingForm;
  /** Asks how a transfer stands; null where no definite answer came. Amount and currency must be those handed over. */
  status?(asked: Asked): Promise<Settled | null>;
  /** Asks for the money to go back; nothing personal leaves with it. */
  refund?(asked: Asked): Promise<Outcome>;
  /** @returns undefined for what is no report of an end; throws where the signature is not right */
  report?(raw: RawReport, secrets: ProviderSecrets, parts: WayParts): Promise<Report | undefined>;
}

export interface Asked {
  readonly provider: Provider;
  readonly transfer: TransferRow;
  readonly secrets: ProviderSecrets;
  readonly parts: WayParts;
}
