import type { Settings } from '../settings.ts';

/** What the edge derives once from the settings: where the site is reached and how its cookies look. */
export interface Face {
  /** Scheme, host and port without a path, e.g. `https://example.org`. */
  readonly origin: string;
  readonly secure: boolean;
  readonly sessionCookie: string;
  readonly trustedProxies: readonly string[];
}

/** On a loopback `http` address cookies are plain; everywhere else they are `__Host-` and only go over TLS. */
export function faceOf(settings: Pick<Settings, 'baseUrl' | 'trustedProxies'>): Face {
  const { origin, protocol } = new URL(settings.baseUrl);
  const secure = protocol === 'https:';
  return {
    origin,
    secure,
    sessionCookie: secure ? '__Host-session' : 'kristalux-session',
    trustedProxies: settings.trustedProxies,
  };
}
