import type { Section } from '../../src/kernel/policy/names.ts';

/** One text of the program, replaced by another. */
export interface Change {
  /** Path from the project's root. */
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

/** A promise broken in the program, and the probe that has to name it. */
export interface Sabotage extends Change {
  /** What the broken program does. */
  readonly breaks: string;
  readonly section: Section;
  readonly probe: string;
  /** Among the few that every run of the tests tries; all of them: `SABOTAGE_ALL=1 node tools/test.mjs sabotage`. */
  readonly always?: true;
}

const CALLS_SOMEBODY = `await fetch('http://192.0.2.1/welcome').catch(() => {});`;

export const SABOTAGES: readonly Sabotage[] = [
  {
    breaks: 'a submission names another version than the one in force',
    section: 'agreement',
    probe: 'submission-names-its-version',
    file: 'src/promises/agreement/leave.ts',
    find: '    version: version.number,\n    language,',
    put: '    version: version.number + 1,\n    language,',
  },
  {
    breaks: 'words that are not in force count as shown',
    section: 'agreement',
    probe: 'no-registration-under-words-not-in-force',
    file: 'src/promises/agreement/register.ts',
    find: 'policyLinkShown: policyVersion === version.number,',
    put: 'policyLinkShown: policyVersion > 0,',
  },
  {
    breaks: 'the version in force can refuse the person their own look',
    section: 'agreement',
    probe: 'own-look-survives-any-rules',
    file: 'src/kernel/policy/decide.ts',
    find: `if (first.permits.length > 0) return permission('floor-permit', first.permits);`,
    put: `const against = act && evaluate(version, act, request).forbids.length > 0;
  if (first.permits.length > 0 && !against) return permission('floor-permit', first.permits);`,
  },
  {
    breaks: 'receipts name another place than that of their entry',
    section: 'agreement',
    probe: 'receipt-holds-and-a-changed-one-does-not',
    file: 'src/kernel/ledger/receipt.ts',
    find: '`index ${index}`,',
    put: '`index ${index + 1}`,',
  },
  {
    breaks: 'values are stored as they were typed',
    section: 'protection',
    probe: 'kept-data-cannot-be-read-without-keys',
    file: 'src/kernel/vault/envelope.ts',
    find: 'return Buffer.concat(sealed);',
    put: 'return Buffer.concat([...sealed, plaintext]);',
    always: true,
  },
  {
    breaks: 'somebody outside is called at every registration',
    section: 'protection',
    probe: 'no-connection-by-itself',
    file: 'src/promises/agreement/leave.ts',
    find: 'await keepAddressTags(moment, personId, values);',
    put: `await keepAddressTags(moment, personId, values); ${CALLS_SOMEBODY}`,
  },
  {
    breaks: 'the floor refuses nothing',
    section: 'protection',
    probe: 'not-even-a-rule-that-allows-everything',
    file: 'src/kernel/policy/decide.ts',
    find: `if (first.forbids.length > 0) return refusal('floor-forbid', first.forbids, own);`,
    put: '',
  },
  {
    breaks: 'one officer counts as two',
    section: 'protection',
    probe: 'one-officer-alone-discloses-nothing',
    file: 'src/promises/protection/approve-legal-request.ts',
    find: 'secondOfficerDiffers: request.foundBy !== moment.reached.officer,',
    put: 'secondOfficerDiffers: request.foundBy !== null,',
  },
  {
    breaks: 'the law of any country reaches everybody',
    section: 'protection',
    probe: 'a-foreign-order-opens-nothing',
    file: 'src/promises/protection/produce-for-authority.ts',
    find: 'lawOfPersonsCountry: ground !== undefined && country === ground.country,',
    put: 'lawOfPersonsCountry: ground !== undefined && country !== undefined,',
  },
  {
    breaks: 'whatever the ground reaches is produced, asked or not',
    section: 'protection',
    probe: 'an-authority-reads-exactly-the-scope',
    file: 'src/promises/protection/scope-legal-request.ts',
    find: 'const within = asked.filter((field) => reaches.includes(field));',
    put: 'const within = asked.length > 0 ? [...reaches] : [];',
  },
  {
    breaks: 'the person’s key stays after an erasure',
    section: 'protection',
    probe: 'an-old-copy-opens-nothing-once-the-keys-have-turned',
    file: 'src/kernel/vault/keyring.ts',
    find: 'await deletePerson(tx, personId);',
    put: '',
    always: true,
  },
  {
    breaks: 'the former key of the epoch is kept',
    section: 'protection',
    probe: 'an-old-copy-opens-nothing-once-the-keys-have-turned',
    file: 'src/promises/protection/epochs/turn-epoch.ts',
    find: '  await gate.pass(endEpoch, asker, {});\n',
    put: '',
  },
  {
    breaks: 'a conversation is open to any signed-in person',
    section: 'collection',
    probe: 'a-conversation-goes-nowhere-else',
    file: 'src/promises/collection/reach.ts',
    find: `if (asker.kind !== 'person' || conversation?.personId !== asker.personId) return undefined;
  return { personId: asker.personId, conversation };`,
    put: `if (asker.kind !== 'person' || conversation === undefined) return undefined;
  return { personId: conversation.personId, conversation };`,
  },
  {
    breaks: 'pictures are kept as they came',
    section: 'collection',
    probe: 'pictures-of-documents-are-made-anew',
    file: 'src/kernel/pictures.ts',
    find: `if ('made' in answer) return`,
    put: `if ('made' in answer) return Buffer.from(asked.bytes);
        if ('made' in answer) return`,
  },
  {
    breaks: 'the picture of a document outlives the decision',
    section: 'collection',
    probe: 'a-document-goes-with-its-decision',
    file: 'src/promises/collection/keep-decision.ts',
    find: 'if (evidence.length > 0) await parts.keyring.forget',
    put: 'if (evidence.length > 9) await parts.keyring.forget',
  },
  {
    breaks: 'whoever demanded checks at the desk as well',
    section: 'collection',
    probe: 'no-copy-is-made-at-the-desk',
    file: 'src/promises/collection/reviewing.ts',
    find: 'reviewerDiffers: !involved.includes(asker.personId),',
    put: 'reviewerDiffers: true,',
  },
  {
    breaks: 'a corrected value keeps its mark',
    section: 'collection',
    probe: 'a-proven-field-names-its-way-until-it-is-corrected',
    file: 'src/kernel/vault/store.ts',
    find: 'verified_at = null',
    put: 'verified_at = value.verified_at',
  },
  {
    breaks: 'a declared rule demands and holds nothing back',
    section: 'collection',
    probe: 'a-declared-rule-holds-a-large-transfer-until-it-is-proven',
    file: 'src/promises/use/confirm-transfer.ts',
    find: 'heldByDemand: (await heldTransfer(tx, declarations, at, reached.transfer)) !== undefined,',
    put: 'heldByDemand: false,',
  },
  {
    breaks: 'a service gets every field that it names',
    section: 'use',
    probe: 'service-gets-the-fields-of-its-purpose',
    file: 'src/promises/use/facts.ts',
    find: `(service?.service.purposes.some(({ id, fields }) => id === service.purpose && fields.includes(field.id)) ?? false),`,
    put: 'service !== null,',
    always: true,
  },
  {
    breaks: 'an answer to a service leaves no entry',
    section: 'use',
    probe: 'every-use-is-in-the-persons-own-history',
    file: 'src/kernel/gate/shared-pass.ts',
    find: '      record(db, person, { moment, request, asked }),',
    put: `      asked.allowed && request.act.writes === undefined
        ? Promise.resolve({ n: 1, written: undefined })
        : record(db, person, { moment, request, asked }),`,
    always: true,
  },
  {
    breaks: 'what is confirmed is not compared with what was shown',
    section: 'use',
    probe: 'nothing-leaves-unconfirmed',
    file: 'src/promises/use/confirm-transfer.ts',
    find: 'asShown: shownDigest(reached.transfer, required) === input.shown,',
    put: 'asShown: shownDigest(reached.transfer, required) !== null,',
  },
  {
    breaks: 'a transfer is handed over without a proof that it is the person',
    section: 'use',
    probe: 'nothing-leaves-unconfirmed',
    file: 'src/promises/use/confirm-transfer.ts',
    find: `await requirePresence(parts, asker, { password, why: 'the password is not right' });`,
    put: 'if (password === parts.site.siteId) await requirePresence(parts, asker, { password, why: "" });',
  },
  {
    breaks: 'a report of a recipient is taken for the truth',
    section: 'use',
    probe: 'report-of-a-recipient-is-only-a-hint',
    file: 'src/promises/use/transfer-state.ts',
    find: `  if (transfer.reported !== null) return 'reported';`,
    put: `  if (transfer.reported !== null) return 'settled' as never;`,
  },
  {
    breaks: 'a backup holds the keyring',
    section: 'use',
    probe: 'backup-is-encrypted-whole-and-holds-no-key',
    file: 'src/kernel/safekeeping/store.ts',
    find: `export const KEYRING_TABLES: readonly string[] = [
  'ended_key',
  'key_check',
  'person_key',`,
    put: `export const KEYRING_TABLES: readonly string[] = [
  'ended_key',
  'key_check',`,
  },
  {
    breaks: 'a welcome goes out after registration',
    section: 'communication',
    probe: 'silence-after-registration',
    file: 'src/promises/agreement/register.ts',
    find: '  await writeIndexTags(running);\n  await leave(',
    put: `  await writeIndexTags(running);\n  ${CALLS_SOMEBODY}\n  await leave(`,
  },
  {
    breaks: 'a stop is not looked at',
    section: 'communication',
    probe: 'stop-holds-from-the-next-message',
    file: 'src/promises/communication/copies/store.ts',
    find: `exists (
         select from person_stop where person_stop.person_id = copy.person_id and undone_at is null
           and (person_stop.topic is null or person_stop.topic = bulletin.topic))
       or exists (
         select from address_stop`,
    put: `1 = 0 and exists (
         select from address_stop`,
    always: true,
  },
  {
    breaks: 'a message that does not name its stop is sent',
    section: 'communication',
    probe: 'message-names-its-stop',
    file: 'src/promises/communication/text/names-stop.ts',
    find: 'return holds(plain, address) && holds(visibleText(html, harmlessStyles), address);',
    put: 'return plain.length > 0 || holds(visibleText(html, harmlessStyles), address);',
  },
  {
    breaks: 'looking at the link already stops',
    section: 'communication',
    probe: 'looking-at-the-link-stops-nothing',
    file: 'src/edge/web/communication.tsx',
    find: `  app.get('/stop/:token', async (context) =>
    answer(`,
    put: `  app.get('/stop/:token', async (context) =>
    await acceptStop(web.gate, (await openPage(context, web)).asker, { token: context.req.param('token'), scope: 'all', how: 'link' }) as never ??
    answer(`,
  },
  {
    breaks: 'any relay gets the mail',
    section: 'communication',
    probe: 'undeclared-relay-gets-nothing',
    file: 'src/promises/communication/copies/relay-is-declared.ts',
    find: 'return relay.loopback || (',
    put: 'return relay.host !== "" || (',
  },
  {
    breaks: 'outbound links are not marked',
    section: 'links',
    probe: 'outbound-links-are-marked-as-leaving',
    file: 'src/ui/link.tsx',
    find: '<span class="unseen"> {wordsOf(language).frame.leaving}</span>',
    put: '',
  },
  {
    breaks: 'a page loads a picture from elsewhere',
    section: 'links',
    probe: 'no-third-party-request-inside-the-account',
    file: 'src/ui/layout.tsx',
    find: '<link rel="stylesheet" href={frame.style} />',
    put: '<link rel="stylesheet" href={frame.style} /><img src="https://pixel.example/1.gif" alt="" />',
  },
  {
    breaks: 'a public page loads a picture from elsewhere',
    section: 'links',
    probe: 'no-third-party-request-on-public-pages',
    file: 'src/ui/layout.tsx',
    find: '<link rel="stylesheet" href={frame.style} />',
    put: '<link rel="stylesheet" href={frame.style} /><img src="https://pixel.example/1.gif" alt="" />',
  },
  {
    breaks: 'signing in leads on to any address',
    section: 'links',
    probe: 'nobody-is-led-away',
    file: 'src/edge/safe-next.ts',
    find: `  if (given === undefined || given.length > 2000 || !given.startsWith('/')) return null;`,
    put: '  if (given !== undefined) return given;\n  if (given === undefined) return null;',
  },
  {
    breaks: 'the policy of contents is dropped',
    section: 'security',
    probe: 'pages-load-nothing-from-elsewhere',
    file: 'src/edge/headers.ts',
    find: `    'content-security-policy': contentPolicy({}),\n`,
    put: '',
    always: true,
  },
  {
    breaks: 'pages may stand in foreign frames and be guessed at',
    section: 'security',
    probe: 'pages-carry-the-headers-that-guard-them',
    file: 'src/edge/headers.ts',
    find: `    'x-content-type-options': 'nosniff',\n`,
    put: '',
  },
  {
    breaks: 'a code counts twice',
    section: 'security',
    probe: 'a-code-counts-once',
    file: 'src/promises/security/factors/store.ts',
    find: 'where person_id = $1 and last_step < $2',
    put: 'where person_id = $1 and last_step <= $2',
  },
  {
    breaks: 'recovery leaves the thief’s session',
    section: 'security',
    probe: 'recovery-ends-every-session',
    file: 'src/promises/security/recovery/recover-account.ts',
    find: '    await store.endSessionsBut(tx, personId, null);\n',
    put: '',
  },
  {
    breaks: 'no guess is slowed',
    section: 'security',
    probe: 'guessing-is-slowed-and-the-owner-still-enters',
    file: 'src/promises/security/throttle.ts',
    find: '  if (seconds !== undefined) {',
    put: '  if (seconds !== undefined && seconds < 0) {',
  },
  {
    breaks: 'other sites may post here',
    section: 'security',
    probe: 'other-sites-cannot-act-for-you',
    file: 'src/edge/same-origin.ts',
    find: '  if (foreign) throw',
    put: '  if (foreign && site === null) throw',
  },
  {
    breaks: 'staff unmask without a reason',
    section: 'security',
    probe: 'staff-unmask-only-with-a-reason',
    file: 'src/promises/security/staff/unmask-field.ts',
    find: 'reasonOf(input.reason).length >= REASON_CHARACTERS_MIN',
    put: 'REASON_CHARACTERS_MIN > 0',
  },
  {
    breaks: 'staff end sessions and they go on',
    section: 'security',
    probe: 'staff-can-end-the-sessions-of-a-person',
    file: 'src/promises/security/staff/end-sessions-of.ts',
    find: 'await endSessionsBut(tx, personId, null)',
    put: '0',
  },
  {
    breaks: 'the version in force is remembered by the process',
    section: 'changes',
    probe: 'in-force-with-the-next-decision',
    file: 'src/kernel/policy/shelf.ts',
    find: 'const number = await numberInForce(reads);',
    put: 'const number = kept.keys().next().value ?? (await numberInForce(reads));',
    always: true,
  },
  {
    breaks: 'everybody is told of a publication',
    section: 'changes',
    probe: 'publishing-tells-nobody',
    file: 'src/promises/changes/publish-policy.ts',
    find: '    await lockEntries(tx);\n',
    put: `    await lockEntries(tx);\n    ${CALLS_SOMEBODY}\n`,
  },
];
