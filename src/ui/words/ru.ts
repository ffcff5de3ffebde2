import { agreement } from './ru/agreement.ts';
import { changes } from './ru/changes.ts';
import { collection } from './ru/collection.ts';
import { communication } from './ru/communication.ts';
import { consoleWords } from './ru/console.ts';
import { entries } from './ru/entries.ts';
import { forms } from './ru/forms.ts';
import { frame } from './ru/frame.ts';
import { home } from './ru/home.ts';
import { inbox } from './ru/inbox.ts';
import { keeping } from './ru/keeping.ts';
import { protection } from './ru/protection.ts';
import { prove } from './ru/prove.ts';
import { security } from './ru/security.ts';
import { use } from './ru/use.ts';

export const ru = {
  console: consoleWords,
  frame,
  forms,
  entries,
  agreement,
  collection,
  protection,
  security,
  use,
  communication,
  changes,
  home,
  inbox,
  keeping,
  prove,
};
