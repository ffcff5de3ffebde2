// The one script of the pages; each part looks for the forms it is about. All of them work without it, but for passkeys.
import './checks.ts';
import './cover.ts';
import './fragment.ts';
import './look.ts';
import './passkeys.ts';
import './work.ts';
