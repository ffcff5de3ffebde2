/** How many digits a currency has after the point (ISO 4217), as the platform knows it. */
function digitsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** 125000 kopecks → `1250.00`. */
export function decimalAmount(minor: number, currency: string): string {
  const digits = digitsOf(currency);
  if (digits === 0) return String(minor);
  const text = String(minor).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** `1250,5` → 125050 kopecks; undefined for what is no amount. */
export function minorAmount(typed: string, currency: string): number | undefined {
  if (!/^[A-Z]{3}$/.test(currency)) return undefined;
  const digits = digitsOf(currency);
  const match = /^(\d{1,10})(?:[.,](\d{1,4}))?$/.exec(typed.replace(/[\s\u00a0]/g, ''));
  if (match === null || (match[2] ?? '').length > digits) return undefined;
  const minor = Number(`${match[1]}${(match[2] ?? '').padEnd(digits, '0')}`);
  return minor > 0 ? minor : undefined;
}
