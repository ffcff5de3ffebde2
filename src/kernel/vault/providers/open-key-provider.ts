import { type Outside, systemOutside } from '../../outside.ts';
import { fileKeyProvider, type KeyProvider } from '../key-provider.ts';
import { openAwsKmsProvider } from './aws-kms-provider.ts';
import { openPassphraseProvider } from './passphrase-provider.ts';
import { openTransitProvider } from './transit-provider.ts';

/** What the operator set about who wraps the keys. Which of them are needed follows from the first. */
export interface KeyProviderSettings {
  readonly keyProvider: 'file' | 'passphrase' | 'vault' | 'aws-kms';
  readonly keyPassphraseFile?: string | undefined;
  readonly vaultAddress?: string | undefined;
  readonly vaultTokenFile?: string | undefined;
  readonly vaultMount: string;
  readonly awsRegion?: string | undefined;
  readonly awsKmsKey?: string | undefined;
  readonly awsKmsEndpoint?: string | undefined;
  readonly awsAccessKeyId?: string | undefined;
  readonly awsSecretAccessKey?: string | undefined;
  readonly awsSessionToken?: string | undefined;
}

/** The provider that `KEY_PROVIDER` names. Another one is one more file beside these. Throws `KeyProviderError`. */
export async function openKeyProvider(
  settings: KeyProviderSettings,
  outside: Outside = systemOutside,
): Promise<KeyProvider> {
  switch (settings.keyProvider) {
    case 'file':
      return fileKeyProvider;
    case 'passphrase':
      return await openPassphraseProvider(settings);
    case 'vault':
      return await openTransitProvider(settings, outside);
    case 'aws-kms':
      return await openAwsKmsProvider(settings, outside);
  }
}
