import type { INodeParameters } from 'n8n-workflow';

import { exportIds } from '../support/exportRuns';

import { byId, items, json, OrderSandbox, paths } from './orderSandbox';

const use = new OrderSandbox({ orders: 0, exportMs: 0 });

const update: INodeParameters = {
	orderId: byId('={{ $json.id }}'),
	fields: { note: '={{ $json.note }}', status: '={{ $json.status }}' },
	options: { simultaneousRequests: 1 },
};
const nothingSent = 'Nothing was sent: all 5 items are checked before the first one is sent.';

/** Five rows, of which some are bad. */
function rows(bad: Readonly<Record<number, object>>) {
	return items(
		...[0, 1, 2, 3, 4].map((row) => ({ id: use.addOrder().attributes.id, status: 'shipped', note: 'x', ...bad[row] })),
	);
}

describe('a bad row', () => {
	it.each([
		['a value that Chargebee does not have', { status: 'lost' }, 'Status (status) cannot be "lost"'],
		['an ID that is none', { id: '..' }, 'Order is not an ID'],
		['half a character', { note: 'x\ud83d' }, 'Note (note) contains half of a character'],
	])('of a write is found before the first is sent: %s', async (_, bad, message) => {
		const run = await use.run('update', update, { items: rows({ 3: bad }) });
		expect(run.error?.message).toContain(message);
		expect(run.error?.description?.split('\n')).toEqual([expect.stringMatching(/\.<br>$/), nothingSent]);
		expect(run.error).toMatchObject({ context: { itemIndex: 3 } });
		expect(use.ledger).toEqual([]);
	});

	it("that n8n's own expression fails on is found, too", async () => {
		const fields = { note: '={{ $json.note.first.letter }}' };
		const run = await use.run('update', { ...update, fields }, { items: rows({ 2: { note: null } }) });
		expect(run.status).toBe('error');
		expect(run.error?.description).toContain(nothingSent);
		expect(use.ledger).toEqual([]);
	});

	it('is the first of those that there are', async () => {
		const bad = { status: 'lost' };
		const run = await use.run('update', update, { items: rows({ 1: bad, 2: bad, 4: bad }) });
		expect(run.error).toMatchObject({ context: { itemIndex: 1 } });
		expect(run.error?.description).toContain(`${nothingSent} 2 more are refused as well.`);
		expect(use.ledger).toEqual([]);
	});

	it.each(['start', 'startAndDownload'])('starts no export: %s', async (operation) => {
		const before = exportIds(use.sandbox).length;
		const parameters = {
			resource: 'export',
			exportType: 'orders',
			filters: { order__status: [{ operator: 'is', value: '={{ $json.status }}' }] },
			options: { pollInterval: 0.1, simultaneousRequests: 1 },
		};
		const run = await use.run(operation, parameters, { items: rows({ 4: { status: 'lost' } }) });
		expect(run.error?.description).toContain(nothingSent);
		expect([use.ledger, exportIds(use.sandbox).length]).toEqual([[], before]);
	});

	it.each(paths)('is an error among results where the workflow goes on ($path path)', async (on) => {
		const settings = { ...on.settings, onError: 'continueRegularOutput' as const };
		const run = await use.run('update', update, { ...on, settings, items: rows({ 3: { status: 'lost' } }) });
		expect(json(run).map(({ error }) => typeof error)).toEqual([
			...['undefined', 'undefined', 'undefined', 'string', 'undefined'],
		]);
		expect(use.ledger).toHaveLength(4);
	});
});
