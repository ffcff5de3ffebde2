import { agreement } from './en/agreement.ts';
import { changes } from './en/changes.ts';
import { collection } from './en/collection.ts';
import { communication } from './en/communication.ts';
import { consoleWords } from './en/console.ts';
import { entries } from './en/entries.ts';
import { forms } from './en/forms.ts';
import { frame } from './en/frame.ts';
import { home } from './en/home.ts';
import { inbox } from './en/inbox.ts';
import { keeping } from './en/keeping.ts';
import { protection } from './en/protection.ts';
import { prove } from './en/prove.ts';
import { security } from './en/security.ts';
import { use } from './en/use.ts';
import type { InterfaceWords } from './words.ts';

export const en: InterfaceWords = {
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
