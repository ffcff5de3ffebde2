import type { Clock } from './clock.ts';

/**
 * How often something happened lately, in this process alone: a brake on floods, and nothing that decides. Another
 * process counts for itself, so several together let through that much more.
 */
export interface Rate {
  /** Counts one more. @returns the seconds until it is free again, where it happened too often in the window; else 0 */
  count(key: string, limit: { readonly times: number; readonly seconds: number }): number;
}

/** More keys than this are forgotten at once: a flood from everywhere must not fill the memory. */
const KEYS_MAX = 50_000;

export function openRate(clock: Clock): Rate {
  const windows = new Map<string, { since: number; times: number }>();
  return {
    count(key, { times, seconds }) {
      const now = clock.now().getTime();
      const window = windows.get(key);
      if (window === undefined || now - window.since >= seconds * 1000) {
        if (windows.size >= KEYS_MAX) windows.clear();
        windows.set(key, { since: now, times: 1 });
        return 0;
      }
      window.times += 1;
      return window.times <= times ? 0 : Math.max(1, Math.ceil(seconds - (now - window.since) / 1000));
    },
  };
}
