import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { plainText } from '../plain-text.ts';
import * as store from './store.ts';

const minuteOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

/** «придя в назначенное время»: the administration says where and when one may come. A place is nobody's data. */
export const keepDeskPlace = defineAct({
  name: 'keepDeskPlace',
  section: 'collection',
  askers: ['verifier', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'назначает место и часы личных визитов',
    en: 'names a place and hours for coming in person',
    uk: 'призначає місце й години особистих візитів',
  },
  method: 'POST',
  path: '/desk/places',
  internal: true,
  input: z.strictObject({
    name: z.string().min(1).max(100),
    address: z.string().min(1).max(200),
    zone: z.string().min(1).max(60),
    weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
    from: minuteOfDay,
    to: minuteOfDay,
    slotMinutes: z.number().int().min(5).max(240),
    seats: z.number().int().min(1).max(50),
  }),
  recording: 'each',
  changesFacts: false,
  reach: async (_tx, asker) => (asker.kind === 'person' ? { personId: null } : undefined),
  async run({ tx, parts, input }) {
    const { weekdays, from, to, zone, slotMinutes, seats } = input;
    const [fromMinute, toMinute] = [minutesOf(from), minutesOf(to)];
    if (toMinute - fromMinute < slotMinutes)
      throw new Refusal('invalid', '`to` must leave room for one visit after `from`', { field: 'to' });
    if (!(await store.knowsZone(tx, zone)))
      throw new Refusal('invalid', '`zone` must be a time zone such as Europe/Kyiv', { field: 'zone' });
    const text = (field: 'name' | 'address') =>
      plainText(input[field], (expected) => new Refusal('invalid', `\`${field}\` must be ${expected}`, { field }));
    const placeId = parts.random.uuid();
    const hours = [...new Set(weekdays)].map((weekday) => ({ weekday, fromMinute, toMinute }));
    const place = { placeId, name: text('name'), address: text('address'), zone, slotMinutes, seats };
    await store.insertPlace(tx, place, hours);
    return { id: placeId };
  },
});

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
