import type { Hono } from 'hono';
import { countWaitingJobs, readFailedJobs } from '../../kernel/jobs/store.ts';
import { PAGE_ROWS_MAX } from '../../kernel/limits.ts';
import { SECTIONS } from '../../kernel/policy/names.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { readHealth } from '../../kernel/watch/health.ts';
import { readActivity } from '../../kernel/watch/store.ts';
import { ACTIVITY_DAYS, JobsPage, SettingsPage } from '../../promises/security/console.tsx';
import { settleFailedJob } from '../../promises/security/index.ts';
import { readResults } from '../../prove/store.ts';
import { addresses } from '../../ui/addresses.ts';
import { type ConsolePage, openConsole } from '../console-page.ts';
import { activityFor } from './activity-on-page.ts';
import { goTo, readForm, show, type Web } from './page.tsx';
import { shownProbes } from './shown-probes.ts';

const DAY_SECONDS = 86_400;

/** The server itself in the console: its jobs and its settings, for owners. */
export function serverConsole(app: Hono, web: Web): void {
  app.get(addresses.jobs, async (context) => {
    const page = await openConsole(context, web);
    refuseOthers(page);
    const { language, frame } = page;
    const { db } = page.gate.parts;
    const failed = await readFailedJobs(db, PAGE_ROWS_MAX);
    return show(page, <JobsPage {...{ language, frame, failed }} waiting={await countWaitingJobs(db)} />);
  });
  app.post('/console/jobs/:job', async (context) => {
    const page = await openConsole(context, web);
    const { order = '' } = await readForm(page);
    await page.gate.pass(settleFailedJob, page.asker, { job: context.req.param('job'), order });
    return goTo(page, addresses.jobs);
  });
  app.get(addresses.shownSettings, async (context) => {
    const page = await openConsole(context, web);
    refuseOthers(page);
    const { language, frame } = page;
    return show(page, <SettingsPage {...{ language, frame }} settings={web.settings} />);
  });
}

function refuseOthers({ roles }: ConsolePage): void {
  if (!roles.includes('owner')) throw new Refusal('not_found', 'there is nothing here for you');
}

/** Two weeks in numbers, and, for an owner, how the server is. */
export async function siteAtAGlance(page: ConsolePage) {
  const { gate, roles, web } = page;
  const { db, clock } = gate.parts;
  const activity = activityFor(await readActivity(db, ACTIVITY_DAYS), roles, clock.now());
  if (!roles.includes('owner')) return { activity, standing: null };
  const { checks, state } = await readHealth(db, web.watchedFolders);
  const age = Math.floor((state?.epochAgeSeconds ?? 0) / DAY_SECONDS);
  const epoch = { age, of: web.epochDays };
  return {
    activity,
    standing: { checks, broken: await notConfirmed(page), ledgerEntries: state?.ledgerSize ?? 0, epoch },
  };
}

/** What the last run of `prove` under the policy in force could not confirm. */
async function notConfirmed(page: ConsolePage) {
  const results = await readResults(page.gate.parts.reads, page.version.number);
  const shown = shownProbes(page, results);
  return SECTIONS.flatMap((section) =>
    shown(section).flatMap(({ sentence, outcome }) => (outcome === 'failed' ? [{ section, sentence }] : [])),
  );
}
