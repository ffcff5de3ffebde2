import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestApp, type TestApp } from '../../test/testkit/app.ts';
import { freePort } from '../../test/testkit/free-port.ts';
import { makeOwner } from '../../test/testkit/people.ts';
import { runCommand } from '../edge/cli.ts';
import { tools } from '../edge/commands/prove.ts';
import { withEveryPayment } from '../edge/commands/seed-paying.ts';
import { versionInForce } from '../kernel/gate/parts.ts';
import { SECTIONS, type Section } from '../kernel/policy/names.ts';
import { say, type Twin, type TwinProbe } from '../kernel/probe.ts';
import { LANGUAGES } from '../kernel/words.ts';
import { probesOf } from './all-probes.ts';
import { type ProbeReport, prove } from './prove.ts';
import { readResults } from './store.ts';
import { openTwins, type Twins } from './twin/open-twins.ts';
import { watchProbes } from './watch.ts';

let kit: TestApp;
let served: Awaited<ReturnType<TestApp['serve']>>;
before(async () => {
  const [port, numbers] = [await freePort(), await freePort()];
  // A site as it is in operation: its ports are taken, it says who it is, and declares every kind of recipient there is
  // for a payment.
  kit = await openTestApp({ PORT: String(port), METRICS_PORT: String(numbers) });
  await kit.publish((declarations) => {
    const { site, ...rest } = withEveryPayment(declarations);
    const named = { name: 'Lamps', legalForm: 'Ltd', address: 'Example 1, Leeds', contact: 'privacy@example.org' };
    return { ...rest, site: { ...site, ...named, country: 'GB' } };
  });
});
after(() => kit[Symbol.asyncDispose]());

const failed = ({ probes }: { readonly probes: readonly ProbeReport[] }) =>
  probes.filter(({ ran, passed }) => !ran || !passed).map(({ name, saw }) => `${name}: ${saw.en}`);

/** Of a section the probes of these names, and those that read the running server. */
const only =
  (...names: readonly string[]) =>
  (section: Section) =>
    probesOf(section, []).filter(({ name, where }) => names.includes(name) || names.includes(where));

test('a probe of the running server is not run where no server runs, and nothing else suffers from it', async () => {
  const report = await prove(kit.app, { sections: ['links'], tools, probes: only('nobody-is-led-away', 'live') });
  const [links] = report.sections;
  const live = links?.probes.filter(({ where }) => where === 'live') ?? [];
  assert(live.length > 0 && live.every(({ ran, passed }) => !ran && !passed));
  assert.match(live[0]?.saw.en ?? '', /^Not run: nothing answers at/);
  assert.deepEqual(links && failed({ probes: links.probes.filter(({ where }) => where === 'twin') }), []);
});

test('every promise is demonstrated of a named site that pays in every way, while it is served with numbers of its work, and the results are kept', async () => {
  const before = await personsAndEntries();
  served = await kit.serve();
  const report = await prove(kit.app, { tools });
  assert.deepEqual(report.sections.flatMap(failed), []);
  for (const { name, sentence, did, saw } of report.sections.flatMap(({ probes }) => probes)) {
    for (const text of [sentence, did, saw]) {
      for (const language of LANGUAGES) assert.match(text[language], /\S.*\.$/, `${name} in ${language}`);
    }
  }
  assert.deepEqual(
    report.sections.map(({ id }) => id),
    SECTIONS,
  );
  const version = await versionInForce(kit.app.parts);
  assert.equal(report.policy, version.digest);
  const kept = await readResults(kit.app.parts.db, version.number);
  assert.equal(kept.length, report.sections.flatMap(({ probes }) => probes).length);
  assert.deepEqual(await personsAndEntries(), before, 'a probe that writes leaves the live site as it was');
});

test('what the last run showed stands beside its section', async () => {
  await prove(kit.app, { sections: ['changes'], tools });
  const html = await (await fetch(`http://localhost:${kit.app.settings.port}/policy?lang=ru`)).text();
  const section = /<section[^>]*id="changes"[\s\S]*?<\/section>/.exec(html)?.[0] ?? '';
  assert.match(section, /Публикация никому ничего не отправляет\. <span class="badge good">проверено/);
  assert.match(html, /На чём это держится/);
});

test('watched, a server is read again and again, and what turns is told and kept', async () => {
  const settings = { ...kit.app.settings };
  const ending = new AbortController();
  const rounds: string[] = [];
  const whole = await watchProbes(
    { ...kit.app, settings },
    {
      sections: ['protection', 'changes'],
      everySeconds: 0,
      signal: ending.signal,
      async tell({ ran, passed, turned }) {
        rounds.push(`${passed === ran && ran > 0 ? 'whole' : 'not whole'}: ${turned.map(({ now }) => now).join(' ')}`);
        if (rounds.length === 1) Object.assign(settings, { port: await freePort() });
        else if (rounds.length === 2) Object.assign(settings, { port: kit.app.settings.port });
        else ending.abort();
      },
    },
  );
  const live = [...probesOf('protection', []), ...probesOf('changes', [])].filter(({ where }) => where === 'live');
  const each = (now: string) => live.map(() => now).join(' ');
  assert.deepEqual(rounds, ['whole: ', `not whole: ${each('not-run')}`, `whole: ${each('passed')}`]);
  assert.equal(whole, true);
});

test('a promise that was not confirmed stands on the console’s first page, in /health and in the metrics', async () => {
  const owner = await makeOwner(kit);
  const { db } = kit.app.parts;
  const read = async () => {
    const { metricsPort } = served;
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    const health = (await (await fetch(`${served.address}/health`)).json()) as { checks: { promises: string } };
    const cookie = `kristalux-session=${owner.token}`;
    const home = await (await fetch(`${served.address}/console?lang=en`, { headers: { cookie } })).text();
    const failed = /^kristalux_probes_failed (\d+)$/m.exec(metrics)?.[1];
    return [failed, health.checks.promises, home.includes('Publishing sends nothing to anybody.')];
  };
  assert.deepEqual(await read(), ['0', 'ok', false]);
  const fail = (passed: boolean) =>
    db.run(`update probe_result set passed = $1 where name = 'publishing-tells-nobody'`, [passed]);
  await fail(false);
  assert.deepEqual(await read(), ['1', 'attention', true]);
  await fail(true);
});

test('the databases of twins are dropped, and connections are free again', async () => {
  const rows = await kit.app.parts.db.rows(`select datname from pg_database where datname like 'kristalux_twin_%'`);
  assert.deepEqual(rows, []);
});

test('prove --json has the shape that others read, and ends with 0 when all that ran passed', async () => {
  const { code, out } = await command(['prove', '--section', 'changes', '--json', '--lang', 'en']);
  assert.equal(code, 0);
  const report = JSON.parse(out) as Record<string, unknown> & { sections: { id: string; probes: object[] }[] };
  assert.deepEqual(Object.keys(report), ['version', 'policy', 'at', 'sections', 'assumptions']);
  assert.deepEqual(
    report.sections.map(({ id }) => id),
    ['changes'],
  );
  const names = ['name', 'sentence', 'did', 'saw', 'passed', 'where', 'ran', 'changed'];
  for (const probe of report.sections[0]?.probes ?? []) assert.deepEqual(Object.keys(probe), names);
});

test('prove tells people the same in lines, and an unknown section is used wrongly', async () => {
  const { code, out } = await command(['prove', '--section', 'changes', '--lang', 'uk']);
  assert.equal(code, 0);
  assert.match(out, /^8\. /);
  assert.match(out, /✓ Публікація нікому нічого не надсилає\./);
  assert.equal((await command(['prove', '--section', 'weather'])).code, 2);
});

test('a probe that does not pass ends prove with 1 and is kept as failed', async () => {
  const failing: TwinProbe = {
    name: 'never',
    where: 'twin',
    sentence: say('Никогда.', 'Never.', 'Ніколи.'),
    did: say('Ничего.', 'Nothing.', 'Нічого.'),
    run: async () => ({ passed: false, saw: say('Ничего.', 'Nothing.', 'Нічого.') }),
  };
  const breaking: TwinProbe = { ...failing, name: 'breaks', run: async () => Promise.reject(new TypeError('secret')) };
  const report = await prove(kit.app, { sections: ['links'], tools, probes: () => [failing, breaking] });
  const [never, breaks] = report.sections[0]?.probes ?? [];
  assert.deepEqual([never?.ran, never?.passed, breaks?.passed], [true, false, false]);
  assert.equal(breaks?.saw.en, 'The probe broke off (TypeError).');
  const kept = await readResults(kit.app.parts.db, report.version);
  assert.equal(kept.find(({ name }) => name === 'never')?.passed, false);
});

test('where the operator dropped the example by name, a probe that does not pass is a change and no failure', async () => {
  const id = 'use.recipient-cannot-come-back-for-more';
  const rule = `@id("use.come-back") permit (principal == Asker::"provider", action == Action::"askTransferFields", resource);`;
  const reports = await onTwins(async (twins) => {
    const { twin, close } = await twins.open();
    const version = await twin.addRule('use', rule);
    await close();
    assert(version.body.approved.droppedExamples.some((one) => one.id === id));
    return version;
  });
  const inForce = await versionInForce(kit.app.parts);
  // What `prove` reads of the version is its rules and its dropped examples: the twin's, with all else as it is here.
  const shelf = { ...kit.app.parts.shelf, inForce: async () => ({ ...reports, number: inForce.number }) };
  const app = { ...kit.app, parts: { ...kit.app.parts, shelf } };
  const probes = only('recipient-cannot-come-back-for-more');
  const report = await prove(app, { sections: ['use'], tools, probes });
  const probe = report.sections[0]?.probes.find(({ name }) => name === 'recipient-cannot-come-back-for-more');
  assert.deepEqual([probe?.passed, probe?.changed], [true, true]);
  assert.match(probe?.saw.en ?? '', /^The operator dropped the example/);
});

test('an entry altered in the database does not pass', () =>
  sabotaged('use', 'every-use-is-in-the-ledger', async (twin) => {
    await twin.person();
    await twin.gate.parts.db.run(`update entry set body = replace(body, '"allowed"', '"refused"') where n = 1`);
  }));

test('a value that lies open in some table does not pass', () =>
  sabotaged('protection', 'kept-data-cannot-be-read-without-keys', async (twin) => {
    const person = twin.person;
    Object.assign(twin, {
      person: async () => {
        const made = await person();
        const note = String(made.left.name);
        await twin.gate.parts.db.run('insert into sign_in_salt (tag, salt) values ($1, $2)', [
          Buffer.concat([Buffer.from(note), Buffer.alloc(32)]).subarray(0, 32),
          Buffer.alloc(16),
        ]);
        return made;
      },
    });
  }));

test('a value in the log does not pass', () =>
  sabotaged('protection', 'kept-data-cannot-be-read-without-keys', async (twin) => {
    const person = twin.person;
    Object.assign(twin, {
      person: async () => {
        const made = await person();
        twin.gate.parts.log.info('registered', { email: String(made.left.email) });
        return made;
      },
    });
  }));

test('a rule that lets a service have every field does not pass', () =>
  sabotaged('use', 'service-gets-the-fields-of-its-purpose', async (twin) => {
    await twin.addRule('use', '@id("use.all") permit (principal == Asker::"service", action, resource);');
  }));

test('a rule that lets a provider come back does not pass', () =>
  sabotaged('use', 'recipient-cannot-come-back-for-more', async (twin) => {
    await twin.addRule('use', '@id("use.all") permit (principal == Asker::"provider", action, resource);');
  }));

test('a job that calls somebody at every publication does not pass', () =>
  sabotaged('changes', 'publishing-tells-nobody', async (twin) => {
    const drain = twin.drain;
    Object.assign(twin, {
      drain: async () => {
        await fetch('http://192.0.2.1/').catch(() => {});
        await drain();
      },
    });
  }));

/** The probe passes on a twin as it is, and no more once something was done to one. */
async function sabotaged(
  section: (typeof SECTIONS)[number],
  name: string,
  harm: (twin: Twin) => Promise<void>,
): Promise<void> {
  const probe = probesOf(section, []).find((one) => one.name === name);
  assert(probe?.where === 'twin', `there is a probe ${name}`);
  await onTwins(async (twins) => {
    for (const [how, expected] of [
      [async () => {}, true],
      [harm, false],
    ] as const) {
      const { twin, close } = await twins.open();
      await how(twin);
      const { passed, saw } = await probe.run(twin);
      await close();
      assert.equal(passed, expected, saw.en);
    }
  });
}

async function onTwins<T>(work: (twins: Twins) => Promise<T>): Promise<T> {
  const version = await versionInForce(kit.app.parts);
  const twins = await openTwins({ settings: kit.app.settings, version, tools });
  try {
    return await work(twins);
  } finally {
    await twins.close();
  }
}

async function personsAndEntries() {
  return await kit.app.parts.db.row(
    // What the server counts by the minute (who was turned away at its door) is no work of a probe that writes.
    `select (select count(*) from person) as persons,
       (select count(*) from entry where kind <> 'countTurnedAway') as n`,
  );
}

async function command(args: readonly string[]): Promise<{ code: number; out: string }> {
  const lines: string[] = [];
  const { settings } = kit.app;
  const env = {
    DATABASE_URL: settings.databaseUrl,
    DATA_DIR: settings.dataDir,
    KEY_DIR: settings.keyDir,
    PORT: String(settings.port),
  };
  const code = await runCommand(args, { env, out: (line) => lines.push(line), err: () => {} });
  return { code, out: lines.join('\n') };
}
