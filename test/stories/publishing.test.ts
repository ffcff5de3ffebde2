import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Language } from '../../src/kernel/words.ts';
import { wordsOf } from '../../src/ui/words/words.ts';
import { openTestApp, type TestApp, type TestPerson } from '../testkit/app.ts';
import { openBrowser } from '../testkit/browser.ts';
import { makeOwner } from '../testkit/people.ts';
import { look, openPages } from './account-steps.ts';

let kit: TestApp;
let browser: Browser & AsyncDisposable;
let origin: string;
let owner: TestPerson;
let reader: TestPerson;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
  owner = await makeOwner(kit);
  reader = await kit.person();
  ({ address: origin } = await kit.serve());
  browser = await openBrowser();
});
after(async () => {
  await browser[Symbol.asyncDispose]();
  await kit[Symbol.asyncDispose]();
});

const SENTENCES: Readonly<Record<Language, string>> = {
  ru: 'Лампы проверяет мастерская соседей.',
  en: 'Lamps are tested by the workshop next door.',
  uk: 'Лампи перевіряє майстерня сусідів.',
};
/** The binding words change with the translation, as a careful editor changes them. */
const BINDING = 'ru';

async function openAs(person: TestPerson, language: Language) {
  const { page, context, heard } = await openPages(browser, origin);
  page.setDefaultTimeout(60_000);
  await context.addCookies([
    { name: 'kristalux-session', value: person.token, url: origin },
    { name: 'language', value: language, url: origin },
  ]);
  return { page, context, heard };
}

for (const language of ['ru', 'en', 'uk'] as const) {
  test(`${language}: the owner writes, is told of a mistake while typing, looks at both differences and publishes; the reader sees it in the account, in the feed and with its link marked`, async () => {
    const sentence = `${SENTENCES[language]} [${language}](https://workshop.example/${language})`;
    const writing = await openAs(owner, language);
    await publish(writing.page, language, sentence);
    assert.deepEqual(writing.heard, []);
    await writing.context.close();

    const reading = await openAs(reader, language);
    await follow(reading.page, language);
    assert.deepEqual(reading.heard, []);
    await reading.context.close();
    const feed = await (await fetch(`${origin}/policy/feed.atom?lang=${language}`)).text();
    assert(feed.includes(SENTENCES[language]), 'the feed holds the difference itself');
  });
}

async function publish(page: Page, language: Language, sentence: string): Promise<void> {
  const { editor, policy } = wordsOf(language).changes;
  const { sections } = wordsOf(language).frame;
  await page.goto(`${origin}/console/policy`);
  await page.locator('summary').getByText(sections.links, { exact: true }).click();
  const text = page.locator(`textarea[name="6-links/${language}.md"]`);
  const written = await text.inputValue();
  await text.fill(`${written}\n\n{site.nmae}\n`);
  await page
    .getByRole('status')
    .getByRole('link', { name: /site\.nmae/ })
    .waitFor();
  await look(page, `console-policy-editor-${language}`);
  for (const one of new Set<Language>([BINDING, language])) {
    const words = page.locator(`textarea[name="6-links/${one}.md"]`);
    const before = one === language ? written : await words.inputValue();
    await words.fill(`${before.trimEnd()}\n\n${one === language ? sentence : `${SENTENCES[one]} ${language}`}\n`);
  }
  await page.getByRole('status').getByText(editor.sound).waitFor();
  await page.getByLabel(editor.by).fill('The owner');
  await page.getByRole('button', { name: editor.look }).click();
  await page.getByRole('heading', { name: editor.previewTitle }).waitFor();
  await page.locator('ins').getByText(SENTENCES[language]).first().waitFor();
  await page.locator('summary').getByText(editor.asReadersSee).click();
  await page.locator(`.policy-words a.leaving[href="https://workshop.example/${language}"]`).waitFor();
  await look(page, `console-policy-preview-${language}`);
  await page.getByRole('checkbox', { name: new RegExp(`^${sections.links}:`) }).check();
  await page.getByRole('button', { name: editor.publish }).click();
  await page.waitForURL(`${origin}/policy/versions`);
  const number = (await kit.app.parts.shelf.inForce())?.number ?? 0;
  await page.getByText(policy.version(number)).first().waitFor();
}

async function follow(page: Page, language: Language): Promise<void> {
  const words = wordsOf(language);
  await page.goto(`${origin}/account`);
  await page.getByText(words.agreement.account.changedTitle).waitFor();
  await page.getByRole('link', { name: words.agreement.account.changedLink }).click();
  await page.locator('ins').getByText(SENTENCES[language]).first().waitFor();
  await page.goto(`${origin}/policy`);
  const link = page.locator(`a[href="https://workshop.example/${language}"]`);
  assert.equal(await link.getAttribute('rel'), 'noopener noreferrer external');
  assert.equal(await link.getAttribute('referrerpolicy'), 'no-referrer');
  assert((await link.textContent())?.includes(words.frame.leaving), 'a screen reader hears that it leaves');
}
