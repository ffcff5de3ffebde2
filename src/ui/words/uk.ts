import { agreement } from './uk/agreement.ts';
import { changes } from './uk/changes.ts';
import { collection } from './uk/collection.ts';
import { communication } from './uk/communication.ts';
import { consoleWords } from './uk/console.ts';
import { entries } from './uk/entries.ts';
import { forms } from './uk/forms.ts';
import { frame } from './uk/frame.ts';
import { home } from './uk/home.ts';
import { inbox } from './uk/inbox.ts';
import { keeping } from './uk/keeping.ts';
import { protection } from './uk/protection.ts';
import { prove } from './uk/prove.ts';
import { security } from './uk/security.ts';
import { use } from './uk/use.ts';
import type { InterfaceWords } from './words.ts';

export const uk: InterfaceWords = {
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
