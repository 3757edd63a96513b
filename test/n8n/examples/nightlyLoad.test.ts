import { decimalText } from '../../sandbox/seed/currencies';
import { RawClient } from '../../sandbox/rawClient';
import type { Order } from '../../sandbox';

import { until } from '../server';

import { ExampleSite } from './exampleSite';
import { jsonOf } from './nodeResults';

const WINDOW = 3 * 86_400;
const trigger = 'Every Night at 2';

let site: ExampleSite;
let workflow: string;

beforeAll(async () => {
	site = await ExampleSite.open();
	workflow = await site.import('nightly-load');
});

afterAll(async () => {
	expect(site.faults()).toEqual([]);
	await site.close();
});

/** The orders of the sandbox that are new or changed within three days, as rows of the table. */
function expectedRows(): unknown[] {
	const since = Date.now() / 1000 - WINDOW;
	const recent = site.orders(({ created_at, updated_at = 0 }) => created_at > since || updated_at > since);
	return recent.map(rowOf).sort();
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

it('loads every new and every changed order once, whatever night it is read in', async () => {
	const first = await site.run(workflow, trigger);
	expect(first.status).toBe('success');
	const expected = expectedRows();
	expect(expected.length).toBeGreaterThan(40);
	expect(await savedRows()).toEqual(expected);

	const second = await site.run(workflow, trigger);
	expect(second.status).toBe('success');
	expect(jsonOf(second, 'Get New Orders')).toHaveLength(jsonOf(first, 'Get New Orders').length);
	expect(jsonOf(second, 'Export Changed Orders')).toHaveLength(jsonOf(first, 'Export Changed Orders').length);
	expect(jsonOf(second, 'Save Orders')).toEqual([]);
	expect(await savedRows()).toEqual(expected);
});

it('loads what is new since the last night, and what has changed', async () => {
	const now = Math.floor(Date.now() / 1000);
	const added = site.sandbox.store.addOrder({ created_at: now });
	const [old] = site.orders(({ created_at, status }) => created_at < now - 30 * 86_400 && status === 'queued');
	const id = String(old?.id);
	const changed = await new RawClient(site.sandbox).post(`/api/v2/orders/${id}`, { status: 'on_hold' });
	expect(changed.status).toBe(200);

	const night = await site.run(workflow, trigger);
	expect(jsonOf(night, 'Save Orders').map(({ order_id, status }) => [order_id, status])).toEqual([
		[added.attributes.id, 'queued'],
		[id, 'on_hold'],
	]);
	expect(await savedRows()).toEqual(expectedRows());
});

it('takes nothing for loaded that a failed night did not save, and makes up for it the next night', async () => {
	const often = await site.import('nightly-load', (text) =>
		text.replace('"triggerAtHour": 2', '"field": "seconds", "secondsInterval": 5'),
	);
	await site.tables.removeColumn('chargebee_orders', 'currency_code');
	await site.n8n.rest.activate(often);
	await until('the branch for failures has run', async () => {
		const executions = await site.n8n.rest.executionsOf(often);
		return executions.some(({ mode, status }) => mode === 'error' && status === 'success');
	});
	await site.n8n.rest.call('post', `/workflows/${often}/deactivate`);
	await until('no night goes on', async () => {
		const executions = await site.n8n.rest.executionsOf(often);
		return executions.every(({ status }) => status !== 'running' && status !== 'new');
	});

	await site.tables.remove('chargebee_orders');
	const next = await site.run(often, trigger);
	expect(next.status).toBe('success');
	expect(await savedRows()).toEqual(expectedRows());
});
