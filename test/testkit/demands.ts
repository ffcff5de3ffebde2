import { after, before, beforeEach } from 'node:test';
import sharp from 'sharp';
import { seeOwnData } from '../../src/promises/agreement/index.ts';
import { decideProof, demandProof, proveOnline, seeDemands, seeProof } from '../../src/promises/collection/index.ts';
import { LEFT, openTestApp, type TestApp, type TestPerson } from './app.ts';
import { appointStaff, dismissStaff } from './staff.ts';

const { email: _, phone: __, ...left } = LEFT;
/** What a person leaves who has no address to sign in by: many registrations of one address are slowed down, and rightly. */
export const OWN = left;

export const APPROVED = { decision: 'approved', document: 'passport' } as const;

const DEMANDED = {
  fields: ['name'],
  reason: 'data-contradicts',
  ways: ['online', 'offline'],
  days: 30,
  heldBack: 'nothing',
} as const;

/** A picture that passes for one of a document. */
async function makePicture(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  return await sharp({ create: { width: 400, height: 300, channels: 3, background: 'white', noise } })
    .jpeg()
    .toBuffer();
}

/** Two verifiers of whom one demands, and the steps from a demand to a decision. */
async function openDemands(kit: TestApp, image: Buffer) {
  await dismissStaff(kit);
  const requester = await appointStaff(kit, 'verifier');
  const reviewer = await appointStaff(kit, 'verifier');
  const { gate, parts } = kit.app;
  const look = async (proof: string, by: TestPerson = reviewer) =>
    (await gate.pass(seeProof, by.asker, { proof })).output;
  return {
    requester,
    reviewer,
    look,
    async demandOf(person: TestPerson, more: object = {}, by: TestPerson = requester): Promise<string> {
      const asked = { ...DEMANDED, person: { account: person.accountName }, ...more };
      return (await gate.pass(demandProof, by.asker, asked)).output.id;
    },
    async send(person: TestPerson, demand: string): Promise<string> {
      return (await gate.pass(proveOnline, person.asker, { demand, image, language: 'ru' })).output.id;
    },
    async decide(proof: string, decided: object, by: TestPerson = reviewer): Promise<void> {
      const { seen } = await look(proof, by);
      await gate.pass(decideProof, by.asker, { proof, seen, decided });
    },
    async demandsOf(person: TestPerson) {
      return (await gate.pass(seeDemands, person.asker, {})).output.demands;
    },
    async verifiedName(person: TestPerson) {
      const { output } = await gate.pass(seeOwnData, person.asker, {});
      return output.fields.find(({ field }) => field === 'name')?.verified ?? null;
    },
    /** Images that are still there, and values whose key is not. */
    async imagesKept(person: TestPerson) {
      return await parts.db.rows(
        `select record_id from value left join value_key using (person_id, record_id)
         where person_id = $1 and (field = 'proof/image' or value_key.record_id is null)`,
        [person.personId],
      );
    },
  };
}

type Demands = Awaited<ReturnType<typeof openDemands>>;

/** What every test of demands and proofs begins with: a site with a policy, a picture, and new verifiers for each test. */
export function useDemands(env: Readonly<Record<string, string>> = {}) {
  let opened: { readonly kit: TestApp; readonly image: Buffer } | undefined;
  let demands: Demands | undefined;
  const there = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('a test asked before its site was open');
    return part;
  };
  before(async () => {
    const kit = await openTestApp(env);
    await kit.publish();
    opened = { kit, image: await makePicture() };
  });
  beforeEach(async () => {
    const { kit, image } = there(opened);
    demands = await openDemands(kit, image);
  });
  after(async () => {
    await opened?.kit[Symbol.asyncDispose]();
  });
  const pass: TestApp['app']['gate']['pass'] = (...asked) => there(opened).kit.app.gate.pass(...asked);
  return {
    pass,
    get kit() {
      return there(opened).kit;
    },
    get image() {
      return there(opened).image;
    },
    get at() {
      return there(demands);
    },
  };
}
