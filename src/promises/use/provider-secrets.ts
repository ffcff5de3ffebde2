import type { GateParts } from '../../kernel/gate/parts.ts';
import { providerKeyName, signingSecretName } from '../security/index.ts';
import type { ProviderSecrets } from './ways/way.ts';

/** What the site shares with a provider; undefined where no credential was ever issued to it. */
export async function providerSecrets(
  { siteSecrets, db }: GateParts,
  provider: string,
): Promise<ProviderSecrets | undefined> {
  const names = [signingSecretName(provider), providerKeyName(provider)] as const;
  const secrets = await siteSecrets.readAll(db, names);
  const signing = secrets.get(names[0]);
  return signing && { signing, key: secrets.get(names[1]) };
}
