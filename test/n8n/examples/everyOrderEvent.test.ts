import { isLong } from '../../chaos/seeds';
import type { SandboxEvent } from '../../sandbox/events/event';
import { RawClient } from '../../sandbox/rawClient';
import { Draws } from '../../sandbox/seed/random';
import type { Delivery } from '../../sandbox/webhooks/deliveries';
import { hurriedClock } from '../../support/hurriedTime';
import { until } from '../server';

import { ExampleSite } from './exampleSite';

/**
 * Both triggers into one table, while n8n is killed and deliveries fail, come late, doubled, in any order, and forged ones
 * among them. CHARGEBEE_ORDERS_CHAOS=long is the long form; CHARGEBEE_ORDERS_SEED=n replays a seed.
 */
const SEED = Number(process.env.CHARGEBEE_ORDERS_SEED ?? 1);
const CHANGES = isLong ? 2_000 : 200;
const KILLS = isLong ? 10 : 2;
/** Chargebee's repeats after 2, 6 and 30 minutes come after 2, 6 and 30 seconds. */
const HURRY = 60;

let site: ExampleSite;
let workflow: string;
let changes = 0;
const forged: Delivery[] = [];
const draws = new Draws(SEED, 'kills', 0);
const isAnswered = ({ webhook_status }: SandboxEvent): boolean => webhook_status === 'succeeded';

beforeAll(async () => {
	const clock = hurriedClock(HURRY);
	site = await ExampleSite.open({ orders: 100, deliver: true, webhookPorts: 'any', clock });
	workflow = await site.import('every-order-event');
	expect((await site.run(workflow, 'Once, by Hand')).status).toBe('success');
	await site.n8n.rest.activate(workflow);
	await until('the endpoint is there, and the polls have begun', () => {
		const polled = site.sandbox.ledger.some(({ path }) => path.endsWith('/events'));
		return polled && site.sandbox.store.endpoints.all().length === 1;
	});
}, 400_000);

afterAll(async () => {
	expect(site.faults()).toEqual([]);
	await site.close();
});

/** A change as people and programs make them: each has an event, some have two. */
async function change(): Promise<void> {
	const { sandbox } = site;
	changes += 1;
	if (draws.below(4) === 0) {
		sandbox.store.addOrder();
		return;
	}
	const status = draws.pick(['queued', 'delivered', 'returned', 'on_hold']);
	const fields: Record<string, string> = draws.below(3) === 0 ? { status } : { note: `Change ${changes}` };
	const { status: answer } = await new RawClient(sandbox).post(`/api/v2/orders/order_${1 + draws.below(100)}`, fields);
	expect(answer).toBe(200);
}

/** Lets something happen to the next deliveries, or to the latest event once more. */
async function disturb(): Promise<void> {
	const { script, store } = site.sandbox;
	const latest = store.events.all().at(-1)?.id ?? '';
	const kind = draws.below(12);
	if (kind === 0) script.nextDelivery('cutAfterAnswer');
	if (kind === 1) script.nextDelivery('timeout');
	if (kind === 2) script.holdDeliveries();
	if (kind === 3) await script.release('reverse');
	if (kind === 4) await script.deliver(latest, { times: 2 });
	if (kind === 5) forged.push(...(await script.deliver(latest, { password: 'forged' })));
}

/** Makes so many changes; the deliveries of some go on behind them. */
async function changeAndDisturb(count: number): Promise<void> {
	for (let number = 0; number < count; number += 1) {
		await change();
		await disturb();
		if (draws.below(5) === 0) await site.sandbox.delivered();
	}
}

const polls = (): number => site.sandbox.ledger.filter(({ path }) => path.endsWith('/events')).length;

/** Kills n8n in the middle of what it does, every second time as soon as a poll has its answer. */
async function kill(number: number): Promise<void> {
	const before = polls();
	if (number % 2 === 1) await until('n8n polls', () => polls() > before, 150);
	await site.n8n.kill();
}

it('each event of each order is one row, whatever n8n was killed over', async () => {
	const { store, script, deliveries } = site.sandbox;
	const perKill = Math.floor(CHANGES / KILLS);
	for (let number = 0; number < KILLS; number += 1) {
		const whileUp = Math.floor(perKill * (0.5 + draws.next() / 2));
		await changeAndDisturb(whileUp);
		await kill(number);
		await Promise.all([site.startAgain(), changeAndDisturb(perKill - whileUp)]);
	}
	await script.release();
	const events = store.events.all();
	await until('every event was answered with success', () => events.every(isAnswered), 1_200);

	const rows = await site.tables.rows('chargebee_order_events');
	const expected = events.map(({ id, event_type, order }) => [id, event_type, order.attributes.id]);
	expect(changes).toBe(CHANGES);
	expect(rows.map(({ event_id, event_type, order_id }) => [event_id, event_type, order_id]).sort()).toEqual(
		expected.sort(),
	);
	expect(forged.filter(({ status }) => status >= 200 && status < 300)).toEqual([]);
	if (isLong) {
		const answers = deliveries.map(({ status }) => status);
		const counts = Object.fromEntries(
			[...new Set(answers)].map((one) => [one, answers.filter((a) => a === one).length]),
		);
		const figures = { seed: SEED, changes, kills: KILLS, events: events.length, answers: counts, polls: polls() };
		process.stdout.write(`${JSON.stringify(figures)}\n`);
	}
}, 7_200_000);
