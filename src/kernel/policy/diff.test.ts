import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonical } from '../canonical.ts';
import type { ActDescription } from './act-description.ts';
import { behaviourOf } from './behaviour-diff.ts';
import { type Combinations, cover, shortestTerm, type Term } from './combinations.ts';
import { decide } from './decide.ts';
import { diffPolicies, diffSteps } from './diff.ts';
import { valuesOf } from './explain.ts';
import { fixtureActs } from './fixtures/acts.ts';
import { fixtureFiles, fixtureSource } from './fixtures/policy.ts';
import { openFloor } from './floor.ts';
import { flowsOf } from './matrix.ts';
import { openBody } from './open-version.ts';
import { makeVersion, type VersionBody } from './version.ts';
import type { VocabularyFact } from './vocabulary.ts';

const floor = openFloor(fixtureActs);
const parts = { floor, acts: fixtureActs };
const open = (changes: Record<string, string | null> = {}) =>
  openBody(makeVersion(fixtureSource(changes), fixtureActs));
const edit = (file: string, from: string, to: string) => {
  const text = fixtureFiles[file] ?? '';
  assert.ok(text.includes(from), `${file} holds ${from}`);
  return { [file]: text.replace(from, to) };
};

test('two equal versions differ in nothing', () => {
  const diff = diffPolicies(open(), open(), parts);
  assert.deepEqual([diff.change, diff.behaviour, diff.settings], ['same', [], []]);
  assert.ok(diff.words.every((section) => !section.changed));
});

test('a published version and the folder it came from differ in nothing, whatever order their names stand in', () => {
  const published = openBody(JSON.parse(canonical(makeVersion(fixtureSource({}), fixtureActs))) as VersionBody);
  assert.deepEqual(diffPolicies(published, open(), parts).settings, []);
});

test('the flows are exactly those that floor and rules can allow', () => {
  const flows = [...flowsOf(open(), parts).values()].map(
    ({ act, asker, field, recipient }) => `${act.name} ${asker} ${field?.id ?? '-'} ${recipient}`,
  );
  assert.deepEqual(flows.sort(), [
    'askFields service name service',
    'handOverTransfer worker name bank',
    'produce legal-officer name authority',
    'produce legal-officer phone authority',
    'publishPolicy host - public',
    'publishPolicy owner - public',
    'register anyone - nobody',
    'seeOwnData person name person',
    'seeOwnData person phone person',
  ]);
});

test('a declared field that a method newly requires is a flow that appears, with its shortest combination', () => {
  const after = open(
    edit(
      'declarations/providers.json',
      '"fields": [',
      '"fields": [{ "field": "phone", "why": { "ru": "связь", "en": "contact", "uk": "зв’язок" } },',
    ),
  );
  const { behaviour, settings } = diffPolicies(open(), after, parts);
  assert.equal(behaviour.length, 1);
  const [change] = behaviour;
  assert.deepEqual(
    [change?.tone, change?.act, change?.fields, change?.recipient, change?.named],
    ['appears', 'handOverTransfer', ['phone'], 'bank', { kind: 'provider', id: 'demo-pay', method: 'card' }],
  );
  assert.deepEqual(change?.when, [
    [
      { fact: 'confirmedByPerson', value: true },
      { fact: 'presenceWasFresh', value: true },
      { fact: 'restricted', value: false },
    ],
  ]);
  assert.match(
    change?.sentence.en ?? '',
    /^Now allowed: the server of the site hands a transfer over \(“Demo Pay”, “card”\); field: “phone”; recipient: a bank; when confirmedByPerson, and presenceWasFresh, except when restricted\.$/,
  );
  assert.match(change?.sentence.ru ?? '', /^Теперь разрешено: .*поле: «phone \(ru\)»; получатель: банк/);
  assert.match(change?.sentence.uk ?? '', /^Тепер дозволено: /);
  assert.deepEqual(
    settings.map(({ path, before, after: to }) => [path, before, to?.en]),
    [['providers.demo-pay.methods.card.fields.phone.why', null, 'contact']],
  );
  assert.equal(
    settings[0]?.label.en,
    'payment providers and banks → “Demo Pay” → ways of transfer → “card” → fields → “phone” → why',
  );
});

test('the other way round it vanishes', () => {
  const before = open(edit('4-use/rules.cedar', ' && !context.restricted };\n\n//', ' };\n\n//'));
  const [change, ...more] = diffPolicies(before, open(), parts).behaviour;
  assert.deepEqual(
    [change?.tone, change?.act, change?.when, more.length],
    [
      'shrinks',
      'askFields',
      [
        [
          { fact: 'joinedByPerson', value: true },
          { fact: 'dealingOpen', value: true },
          { fact: 'restricted', value: true },
        ],
      ],
      0,
    ],
  );
  const [wider] = diffPolicies(open(), before, parts).behaviour;
  assert.equal(wider?.tone, 'grows');
  const gone = diffPolicies(
    open(),
    open({ '2-protection/rules.cedar': '// nothing to enforce: no officer here\n' }),
    parts,
  ).behaviour;
  assert.deepEqual(
    gone.map(({ tone, act, fields }) => [tone, act, fields]),
    [['vanishes', 'produce', ['name', 'phone']]],
  );
});

test('a comment or another way to write the same rule changes no behaviour', () => {
  const after = open(
    edit(
      '4-use/rules.cedar',
      'context.dealingOpen && !context.restricted',
      '!(context.restricted || !context.dealingOpen)',
    ),
  );
  const diff = diffPolicies(open(), after, parts);
  assert.deepEqual([diff.change, diff.behaviour], ['meaning', []]);
});

test('a rule that the floor overrules changes nothing, so it is not announced', () => {
  const after = open(
    edit('4-use/rules.cedar', 'context.confirmedByPerson && context.presenceWasFresh', 'context.presenceWasFresh'),
  );
  assert.deepEqual(diffPolicies(open(), after, parts).behaviour, []);
});

test('every change of a declaration is told with what it was and what it is', () => {
  const after = open({
    ...edit('declarations/thresholds.json', '"minimumGroup": 20', '"minimumGroup": 30'),
    ...edit('declarations/fields.json', '"retentionDays": null', '"retentionDays": 365'),
    ...edit('declarations/providers.json', 'localhost:8090', 'localhost:8091'),
  });
  const { settings } = diffPolicies(open(), after, parts);
  assert.deepEqual(
    settings.map(({ path, before, after: to }) => [path, before?.ru ?? null, to?.ru ?? null]),
    [
      ['fields.name.retentionDays', null, '365'],
      ['providers.demo-pay.address', 'http://localhost:8090/payments', 'http://localhost:8091/payments'],
      ['thresholds.minimumGroup', '20', '30'],
    ],
  );
  assert.equal(settings[0]?.label.ru, 'поля → «name (ru)» → срок хранения, дней');
});

test('a rule that demands proof before a large transfer is told in words: amount, fields, ways and days', () => {
  const rule =
    '"proofBefore": [{"id":"large","from":{"amount":1500000,"currency":"UAH"},"fields":["name"],"ways":["online","offline"],"days":14}],';
  const after = open(edit('declarations/thresholds.json', '"minimumGroup"', `${rule} "minimumGroup"`));
  const { settings } = diffPolicies(open(), after, parts);
  const plain = (text = '') => text.replace(/\s/g, ' ');
  assert.deepEqual(
    settings.map(({ label, after: to }) => [plain(label.ru), plain(to?.ru), plain(to?.en), plain(to?.uk)]),
    [
      ['только начиная с', '15 000,00 UAH', 'UAH 15,000.00', '15 000,00 UAH'],
      ['поля', 'name (ru)', 'name', 'name (uk)'],
      ['способы', 'онлайн, лично', 'online, in person', 'онлайн, особисто'],
      ['срок, дней', '14', '14', '14'],
    ].map(([label, ...said]) => [`пороги → перед каким переводом подтверждают личность → «large» → ${label}`, ...said]),
  );
});

test('a service that is declared anew is told setting by setting, and an emptied list is no setting', () => {
  const none = open({ 'declarations/services.json': '[]' });
  const told = diffPolicies(none, open(), parts).settings.map(({ path }) => path);
  assert.deepEqual(told, [
    'services.shop.words',
    'services.shop.purposes.delivery.words',
    'services.shop.purposes.delivery.fields',
  ]);
  assert.equal(diffPolicies(open(), none, parts).settings.length, 3);
});

test('what an act opens beyond declared fields is a flow of its own category', () => {
  const talk: ActDescription = {
    name: 'readMessage',
    section: 'collection',
    askers: ['support'],
    recipients: ['staff'],
    opens: 'own',
    categories: ['pd:Communication'],
    facts: [],
    words: { ru: 'читает письмо', en: 'reads a message', uk: 'читає лист' },
  };
  const acts = [...fixtureActs, talk];
  const made = (rules: string) => openBody(makeVersion(fixtureSource({ '3-collection/rules.cedar': rules }), acts));
  const rule =
    '@id("collection.x") permit (principal, action == Action::"readMessage", resource == Category::"pd:Communication");';
  const before = made('// nothing to enforce: not in this version\n');
  const [change, ...more] = diffPolicies(before, made(rule), { floor: openFloor(acts), acts }).behaviour;
  assert.deepEqual([change?.categories, change?.fields, more.length], [['pd:Communication'], [], 0]);
  assert.match(
    change?.sentence.en ?? '',
    /reads a message; categories of data: pd:Communication; recipient: .*; always\.$/,
  );
});

test('an act of an older version that the program no longer has allows nothing any more', () => {
  const older = openBody(makeVersion(fixtureSource(), [...fixtureActs]));
  const acts = fixtureActs.filter((act) => act.name !== 'askFields');
  const running = { floor: openFloor(acts), acts };
  const flows = [...flowsOf(older, running).values()];
  assert.ok(flows.every((flow) => flow.act.name !== 'askFields') && flows.length > 0);
});

test('an act that only one version knows is a change only where the floor does not settle it already', () => {
  const young = fixtureActs.filter(({ name }) => !['seeOwnData', 'askFields'].includes(name));
  const before = openBody(
    makeVersion(
      fixtureSource({
        '4-use/rules.cedar': fixtureFiles['4-use/rules.cedar']?.replace(/@id\("use.service"\)[^;]*;/, '') ?? '',
      }),
      young,
    ),
  );
  const told = diffPolicies(before, open(), parts).behaviour.map(({ tone, act, fields }) => [tone, act, fields]);
  assert.deepEqual(told, [['appears', 'askFields', ['name']]]);
  const back = diffPolicies(open(), before, parts).behaviour.map(({ tone, act, fields }) => [tone, act, fields]);
  assert.deepEqual(back, [['vanishes', 'askFields', ['name']]]);
});

test('a fact that only the floor asks, and the version has not heard of, does not hide what the floor lets through', () => {
  const acts = fixtureActs.map((act) =>
    act.name === 'handOverTransfer'
      ? { ...act, facts: act.facts.filter(({ name }) => name !== 'confirmedByPerson') }
      : act,
  );
  const rules = fixtureFiles['4-use/rules.cedar']?.replace('context.confirmedByPerson && ', '') ?? '';
  const older = openBody(makeVersion(fixtureSource({ '4-use/rules.cedar': rules }), acts));
  const flow = [...flowsOf(older, parts).values()].find(({ act }) => act.name === 'handOverTransfer');
  assert.deepEqual(flow && shortestTerm(flow.when)?.map(({ fact, value }) => [fact.name, value]), [
    ['confirmedByPerson', true],
    ['presenceWasFresh', true],
    ['restricted', false],
  ]);
});

test('a provider, a service and a field that only one version declares appear and vanish with their flows', () => {
  const none = open({ 'declarations/providers.json': '[]', 'declarations/services.json': '[]' });
  const told = (a: typeof none, b: typeof none) =>
    diffPolicies(a, b, parts).behaviour.map(({ tone, act, named, fields }) => [tone, act, named?.id, fields]);
  assert.deepEqual(told(none, open()), [
    ['appears', 'askFields', 'shop', ['name']],
    ['appears', 'handOverTransfer', 'demo-pay', ['name']],
  ]);
  assert.deepEqual(told(open(), none), [
    ['vanishes', 'askFields', 'shop', ['name']],
    ['vanishes', 'handOverTransfer', 'demo-pay', ['name']],
  ]);
  const onlyName = JSON.stringify(JSON.parse(fixtureFiles['declarations/fields.json'] ?? '').slice(0, 1));
  const [gone, ...more] = diffPolicies(open(), open({ 'declarations/fields.json': onlyName }), parts).behaviour;
  assert.deepEqual([gone?.tone, gone?.fields], ['vanishes', ['phone']]);
  assert.ok(more.every(({ tone, fields }) => tone === 'vanishes' && fields.includes('phone')));
  for (const words of [gone?.sentence.ru, gone?.sentence.en, gone?.sentence.uk]) assert.match(words ?? '', /phone/);
});

test('the behaviour of a version is told with every alternative of its conditions', () => {
  const file =
    '@id("links.more") permit (principal == Asker::"service", action == Action::"askFields", resource) when { context.fieldDeclaredForPurpose && context.restricted };';
  const told = behaviourOf(open({ '6-links/rules.cedar': file }), parts).find((one) => one.act === 'askFields');
  assert.deepEqual(told?.when, [
    [{ fact: 'restricted', value: true }],
    [
      { fact: 'joinedByPerson', value: true },
      { fact: 'dealingOpen', value: true },
    ],
  ]);
});

const facts: readonly VocabularyFact[] = [
  ...['a', 'b', 'c'].map((name) => ({ name, values: 'yes-no' as const })),
  { name: 'd', values: ['x', 'y', 'z'] },
].map((fact) => ({ ...fact, kind: 'of-the-moment', tell: 'asker', words: { ru: '', en: '', uk: '' } }));

// Every combination in the order of the bytes, written out independently.
const all = [0, 1, 2].flatMap((d) => [0, 1].flatMap((c) => [0, 1].flatMap((b) => [0, 1].map((a) => [a, b, c, d]))));

function holds(term: Term, index: number): boolean {
  const digits = all[index] ?? [];
  return term.every(({ fact, value }) => valuesOf(fact)[digits[facts.indexOf(fact)] ?? 0] === value);
}

test('shortest terms and covers say exactly what is allowed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 24, maxLength: 24, max: 1 }), (allowed) => {
      const set: Combinations = { facts, allowed };
      const terms = cover(set);
      all.forEach((_, index) => {
        assert.equal(
          terms.some((term) => holds(term, index)),
          allowed[index] === 1,
        );
      });
      const shortest = shortestTerm(set);
      assert.equal(shortest === null, !allowed.includes(1));
      if (shortest) assert.equal(shortest.length, terms[0]?.length);
      assert.ok(shortest === null || all.every((_, index) => !holds(shortest, index) || allowed[index] === 1));
    }),
  );
});

test('what the matrix says of random requests is what is decided', () => {
  const version = open();
  const flows = [...flowsOf(version, parts).values()];
  fc.assert(
    fc.property(fc.constantFrom(...flows), fc.nat(), (flow, pick) => {
      const index = pick % flow.when.allowed.length;
      let rest = index;
      const moment = flow.when.facts.map((fact) => {
        const values = valuesOf(fact);
        const value = values[rest % values.length] ?? false;
        rest = Math.floor(rest / values.length);
        return [fact.name, value] as const;
      });
      const declared = flow.act.facts
        .filter((fact) => fact.kind === 'declared')
        .map((fact) => [fact.name, true] as const);
      const { allowed } = decide(floor, version.rules, {
        act: flow.act.name,
        asker: flow.asker,
        category: flow.field?.category ?? 'none',
        recipient: flow.recipient,
        facts: Object.fromEntries([...moment, ...declared]),
      });
      assert.equal(allowed, flow.when.allowed[index] === 1);
    }),
  );
});

test('a large site is compared in small steps that say how far they are, so that nobody waits for it', () => {
  const [service, ...rest] = JSON.parse(fixtureFiles['declarations/services.json'] ?? '[]');
  const purposes = Array.from({ length: 50 }, (_, number) => ({ ...service.purposes[0], id: `p${number}` }));
  const many = Array.from({ length: 40 }, (_, number) => ({ ...service, id: `s${number}`, purposes }));
  const large = open({ 'declarations/services.json': JSON.stringify([service, ...rest, ...many]) });
  const shares: number[] = [];
  const steps = diffSteps(open(), large, { ...parts, progress: (done, of) => shares.push(done / of) });
  let turns = 0;
  let step = steps.next();
  for (; !step.done; step = steps.next()) turns += 1;
  assert.deepEqual(step.value, diffPolicies(open(), large, parts));
  assert(turns > 20, `${turns} turns for others`);
  assert.deepEqual(
    shares,
    shares.toSorted((a, b) => a - b),
  );
  assert(shares.every((share) => share >= 0 && share <= 1) && new Set(shares).size > 10);
});
