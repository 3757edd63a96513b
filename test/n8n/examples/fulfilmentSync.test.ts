import type { Execution } from '../server';

import { ExampleSite } from './exampleSite';
import { itemsOf, jsonOf } from './nodeResults';

const sync = 'Every 15 Minutes';
const evening = 'Every Evening at 6';

let site: ExampleSite;
let workflow: string;

beforeAll(async () => {
	site = await ExampleSite.open();
	workflow = await site.import('fulfilment-sync');
});

afterAll(async () => {
	expect(site.faults()).toEqual([]);
	await site.close();
});

beforeEach(() => site.sandbox.resetLedger());

function shipment(order: string, tracking = `1Z-${order}`): Record<string, string> {
	const tracking_url = `https://carrier.example/${encodeURIComponent(order)}`;
	return { order_id: order, carrier: 'UPS', tracking_id: tracking, tracking_url, shipped_at: new Date().toISOString() };
}

it('makes the table of shipments, and changes nothing as long as that is empty', async () => {
	const execution = await site.run(workflow, sync);
	expect(execution.status).toBe('success');
	expect(await site.tables.rows('shipments')).toEqual([]);
	const open = site.orders(({ status }) => status === 'queued' || status === 'awaiting_shipment');
	expect(jsonOf(execution, 'Get Orders to Ship')).toHaveLength(open.length);
	expect(site.sandbox.effects()).toEqual([]);
});

it('adds tracking to the open orders that shipped and to no other, once; what is refused is listed', async () => {
	const [first, second, third] = site.orders(({ status }) => status === 'awaiting_shipment').map(({ id }) => id);
	const [closed] = site.orders(({ status }) => status === 'delivered').map(({ id }) => id);
	const sent = [String(first), String(second)];
	const tooLong = 'x'.repeat(51);
	await site.tables.insert('shipments', [
		...sent.map((id) => shipment(id)),
		shipment(String(closed)),
		shipment(String(third), tooLong),
	]);

	const execution = await site.run(workflow, sync);
	// Both are on their way at once.
	const effects = site.sandbox.effects().map(({ effect }) => effect);
	expect(effects.sort()).toEqual(sent.map((id) => `update ${id}`).sort());
	expect(site.orders(({ tracking_id }) => sent.map((id) => `1Z-${id}`).includes(String(tracking_id)))).toEqual(
		sent.map((id) => expect.objectContaining({ id, status: 'shipped', shipment_carrier: 'UPS' })),
	);
	expect(execution.status).toBe('error');
	expect(execution.error?.message).toMatch(new RegExp(`^Not done: ${String(third)}: .*tracking_id`));

	site.sandbox.resetLedger();
	await site.run(workflow, sync);
	expect(site.sandbox.effects()).toEqual([]);
});

/** The lines of the report, without its header. */
async function reportOf(execution: Execution): Promise<string[]> {
	const [data] = itemsOf(execution, 'Shipping Report').flatMap(({ binary }) => binary?.data ?? []);
	const text = data === undefined ? '' : await site.n8n.rest.fileText(data);
	return text.trimEnd().split('\n').slice(1);
}

it('reports in the evening what shipped today, from the same export again where its download broke off', async () => {
	const shipped = site.orders(({ shipment_carrier }) => shipment_carrier === 'UPS').map(({ id }) => id);
	const body = { message: 'The site is busy', api_error_code: 'internal_error' };
	site.sandbox.script.respondOnce({ method: 'GET', path: /\/exports\/[^/]+$/ }, { status: 400, body });
	const execution = await site.run(workflow, evening);
	expect(execution.status).toBe('success');
	expect(jsonOf(execution, 'Export What Shipped Today', 1)).toEqual([
		expect.objectContaining({ details: expect.objectContaining({ exportId: expect.any(String) }) }),
	]);
	const lines = await reportOf(execution);
	expect(lines.filter((line) => shipped.some((id) => line.startsWith(`${id},`)))).toHaveLength(shipped.length);
	expect(site.sandbox.ledger.filter(({ method }) => method === 'POST')).toHaveLength(1);
});

it('lets the run fail with what to do where no export could be started', async () => {
	const body = { message: 'You may not export', api_error_code: 'api_authorization_failed' };
	site.sandbox.script.respondOnce({ method: 'POST', path: /\/exports\/orders$/ }, { status: 403, body });
	const execution = await site.run(workflow, evening);
	expect(execution.status).toBe('error');
	expect(execution.error?.message).toMatch(/^Not done: You may not export: The API key is valid but may not do this/);
});
