import { versionInForce } from '../../kernel/gate/parts.ts';
import type { Declarations, Provider, Service } from '../../kernel/policy/declarations.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import { say, type Twin, type TwinCredential, type TwinPerson } from '../../kernel/probe.ts';
import { confirmTransfer } from './confirm-transfer.ts';
import { joinDealing } from './join-dealing.ts';
import { openDealing } from './open-dealing.ts';
import { seeTransfer } from './see-transfer.ts';
import { startTransfer } from './start-transfer.ts';

/** A site with a service and a provider, both with credentials: its own first ones, else such as a probe declares. */
export interface Site {
  readonly fields: readonly string[];
  readonly purpose: { readonly id: string; readonly fields: readonly string[] };
  readonly shop: TwinCredential;
  readonly bank: TwinCredential;
  readonly provider: Provider;
  readonly method: string;
  readonly needed: readonly string[];
  /** Says so where the probe had to declare somebody. */
  readonly note: ReturnType<typeof say>;
}

const NO_NOTE = say('', '', '');
const NOTE = say(
  ' Сайт никого такого не объявил, поэтому для проверки объявлены служба и получатель; правила те же.',
  ' The site declares nobody of the kind, so a service and a recipient were declared for the probe; the rules are the same.',
  ' Сайт нікого такого не оголосив, тому для перевірки оголошено службу й отримувача; правила ті самі.',
);

export async function withOutsiders(twin: Twin): Promise<Site> {
  const own = hasSomebody(twin.version);
  const inForce = await versionInForce(twin.gate.parts);
  // Another probe that shares the twin may have declared them before.
  const { declarations } = hasSomebody(inForce) ? inForce : await twin.declare(declareSomebody);
  const service = declarations.services.find(usable);
  const purpose = service?.purposes.find(({ fields }) => fields.length > 0);
  const provider = declarations.providers.find((one) => one.handOver === 'signed-call');
  const method = provider?.methods[0];
  if (!service || !purpose || !provider || !method) throw new Error('a service and a provider are declared');
  return {
    fields: declarations.fields.map(({ id }) => id),
    purpose,
    shop: await twin.credential('service', service.id),
    bank: await twin.credential('provider', provider.id),
    provider,
    method: method.id,
    needed: method.fields.map(({ field }) => field),
    note: own ? NO_NOTE : NOTE,
  };
}

function hasSomebody({ declarations: { services, providers } }: Version): boolean {
  return services.some(usable) && providers.some((one) => one.handOver === 'signed-call');
}

function usable(service: Service): boolean {
  return service.purposes.some(({ fields }) => fields.length > 0);
}

function declareSomebody(declarations: Declarations): Declarations {
  const words = say('Для проверки', 'For a probe', 'Для перевірки');
  const [first] = declarations.fields;
  if (first === undefined) throw new Error('a policy declares a field');
  return {
    ...declarations,
    services: [
      ...declarations.services,
      { id: 'probe-shop', words, purposes: [{ id: 'probing', words, fields: [first.id] }] },
    ],
    providers: [
      ...declarations.providers,
      {
        id: 'probe-pay',
        kind: 'payment-provider',
        words,
        country: 'UA',
        address: 'https://pay.invalid/transfers',
        handOver: 'signed-call',
        idempotent: true,
        methods: [{ id: 'probing', words, fields: [{ field: first.id, why: words }] }],
      },
    ],
  };
}

export async function joined(twin: Twin, { shop, purpose, provider, method }: Site) {
  const person = await twin.person();
  const transfer = { provider: provider.id, method, amount: 100, currency: 'EUR', payee: 'Probe' };
  const opening = { purpose: purpose.id, reference: 'probe', transfer };
  const { output } = await twin.gate.pass(openDealing, shop.asker, opening);
  await twin.gate.pass(joinDealing, person.asker, { dealing: output.id });
  return { person, dealing: output.id };
}

export async function started(twin: Twin, site: Site) {
  const { person, dealing } = await joined(twin, site);
  const { output } = await twin.gate.pass(startTransfer, person.asker, { dealing });
  return { person, transfer: output.id };
}

export async function confirm(twin: Twin, person: TwinPerson, transfer: string, password: string): Promise<void> {
  const { output } = await twin.gate.pass(seeTransfer, person.asker, { transfer });
  await twin.gate.pass(confirmTransfer, person.asker, { transfer, shown: output.shown, password });
}
