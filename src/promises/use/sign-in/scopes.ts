import type { Declarations, Field, Service } from '../../../kernel/policy/declarations.ts';

/** The scopes of OpenID Connect and the claims of each that a declared field can be. */
export const SCOPE_CLAIMS = {
  profile: ['name', 'birthdate'],
  email: ['email'],
  phone: ['phone_number'],
  address: ['address'],
} as const;
type Scope = keyof typeof SCOPE_CLAIMS;
type Claim = (typeof SCOPE_CLAIMS)[Scope][number];

/** One declared field, as a service is told of it at a sign-in. */
export interface ClaimedField {
  readonly field: string;
  readonly claim: Claim;
  readonly scope: Scope;
}

/** What a service may be told at a sign-in: the fields declared for that purpose which have a name among claims. */
export function claimedFields({ fields }: Declarations, service: Service): readonly ClaimedField[] {
  const purpose = service.purposes.find(({ id }) => id === service.signIn?.purpose);
  return (purpose?.fields ?? []).flatMap((name) => {
    const field = fields.find(({ id }) => id === name);
    const claim = field && claimOf(field);
    const scope = SCOPES.find((one) => SCOPE_CLAIMS[one].some((each) => each === claim));
    return claim === undefined || scope === undefined ? [] : [{ field: name, claim, scope }];
  });
}

const SCOPES = Object.keys(SCOPE_CLAIMS) as Scope[];

function claimOf({ type, category }: Field): Claim | undefined {
  if (type === 'name') return 'name';
  if (type === 'email') return 'email';
  if (type === 'phone') return 'phone_number';
  if (type === 'address') return 'address';
  return category === 'pd:BirthDate' ? 'birthdate' : undefined;
}

/** The claim as the protocol writes it; an address has names of its own there. */
export function claimValue(claim: Claim, value: string): unknown {
  if (claim !== 'address') return value;
  const { street, building, postcode, town, region, country } = JSON.parse(value) as Record<string, string | undefined>;
  return {
    street_address: [street, building].filter(Boolean).join(' '),
    locality: town,
    region,
    postal_code: postcode,
    country,
  };
}
