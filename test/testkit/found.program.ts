import { openApp } from '../../src/app.ts';
import { readSettings } from '../../src/settings.ts';
import { foundedKeys, makeFoundedTemplate } from './database.ts';

// Founds one site for a run of tests. Most of them begin with a copy of it: founding means to check the whole policy, and
// there is nothing to learn from doing so a hundred times.
await makeFoundedTemplate(async (url) => {
  const settings = readSettings({ DATABASE_URL: url, KEY_DIR: foundedKeys(), PORT: '0' });
  const silent = () => {};
  const app = await openApp(settings, { role: 'command', log: { info: silent, warn: silent, error: silent } });
  await app.close();
});
