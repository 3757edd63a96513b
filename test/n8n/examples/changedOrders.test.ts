import { decimalText } from '../../sandbox/seed/currencies';
import { RawClient } from '../../sandbox/rawClient';
import type { Order } from '../../sandbox';

import { until } from '../server';

import { ExampleSite } from './exampleSite';
import { jsonOf } from './nodeResults';

/** Changed Since with its overlap, in seconds. */
const WINDOW = 86_400 + 300;
const trigger = 'Every Hour';

let site: ExampleSite;
let workflow: string;

beforeAll(async () => {
	site = await ExampleSite.open();
	workflow = await site.import('changed-orders');
});

afterAll(async () => {
	expect(site.faults()).toEqual([]);
	await site.close();
});

/** The orders of the sandbox that are new or changed within a day, and not deleted, as rows of the table. */
function expectedRows(): unknown[] {
	const since = Date.now() / 1000 - WINDOW;
	const recent = site.orders(({ created_at, updated_at = created_at }) => updated_at >= since);
	return recent
		.filter(({ deleted }) => !deleted)
		.map(rowOf)
		.sort();
}

function rowOf({ id, customer_id, invoice_id, status, total = 0, currency_code }: Order['attributes']): string {
	return [id, customer_id, invoice_id, status, Number(decimalText(total, currency_code)), currency_code].join('|');
}

async function savedRows(): Promise<unknown[]> {
	const rows = await site.tables.rows('chargebee_orders');
	return rows
		.map((row) => [row.order_id, row.customer_id, row.invoice_id, row.status, row.total, row.currency_code].join('|'))
		.sort();
}

it('loads every new and every changed order once, whatever run it is read in', async () => {
	const first = await site.run(workflow, trigger);
	expect(first.status).toBe('success');
	const expected = expectedRows();
	expect(expected.length).toBeGreaterThan(10);
	expect(await savedRows()).toEqual(expected);

	const second = await site.run(workflow, trigger);
	expect(second.status).toBe('success');
	expect(jsonOf(second, 'Get Changed Orders')).toHaveLength(jsonOf(first, 'Get Changed Orders').length);
	expect(jsonOf(second, 'Save Order')).toEqual([]);
	expect(await savedRows()).toEqual(expected);
});

it('loads what is new since the last run and what has changed, and removes what was deleted', async () => {
	const now = Math.floor(Date.now() / 1000);
	const added = site.sandbox.store.addOrder({ created_at: now });
	const imported = site.sandbox.store.addOrder({ created_at: now }, { imported: true });
	expect((await site.run(workflow, trigger)).status).toBe('success');
	expect(await savedRows()).toEqual(
		expect.arrayContaining([added, imported].map(({ attributes }) => rowOf(attributes))),
	);

	const [old] = site.orders(({ created_at, status }) => created_at < now - 30 * 86_400 && status === 'queued');
	const id = String(old?.id);
	const client = new RawClient(site.sandbox);
	const changed = await client.post(`/api/v2/orders/${id}`, { status: 'on_hold' });
	const deleted = await client.post(`/api/v2/orders/${imported.attributes.id}/delete`, {});
	expect([changed.status, deleted.status]).toEqual([200, 200]);

	const run = await site.run(workflow, trigger);
	expect(jsonOf(run, 'Save Order').map(({ order_id, status }) => [order_id, status])).toEqual([[id, 'on_hold']]);
	expect(jsonOf(run, 'Remove Order').map(({ order_id }) => order_id)).toEqual([imported.attributes.id]);
	expect(await savedRows()).toEqual(expectedRows());
});

it('takes nothing for loaded that a failed run did not save, and makes up for it in the next', async () => {
	const often = await site.import('changed-orders', (text) =>
		text.replace('"field": "hours"', '"field": "seconds", "secondsInterval": 5'),
	);
	await site.tables.removeColumn('chargebee_orders', 'currency_code');
	await site.n8n.rest.activate(often);
	await until('the branch for failures has run', async () => {
		const executions = await site.n8n.rest.executionsOf(often);
		return executions.some(({ mode, status }) => mode === 'error' && status === 'success');
	});
	await site.n8n.rest.deactivate(often);
	await until('no run goes on', async () => {
		const executions = await site.n8n.rest.executionsOf(often);
		return executions.every(({ status }) => status !== 'running' && status !== 'new');
	});

	await site.tables.remove('chargebee_orders');
	const next = await site.run(often, trigger);
	expect(next.status).toBe('success');
	expect(await savedRows()).toEqual(expectedRows());
});
