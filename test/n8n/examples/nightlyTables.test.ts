import { ExampleSite } from './exampleSite';

const trigger = 'Every Night at 3';
const DAY = 86_400;

let site: ExampleSite;
let workflow: string;

beforeAll(async () => {
	site = await ExampleSite.open();
	workflow = await site.import('nightly-tables');
});

afterAll(async () => {
	expect(site.faults()).toEqual([]);
	await site.close();
});

/** The ids of what has changed within three days. */
function changed(resources: Iterable<{ attributes: object }>): unknown[] {
	const since = Date.now() / 1000 - 3 * DAY;
	return [...resources]
		.map(({ attributes }) => attributes as { id: string; updated_at?: number })
		.filter(({ updated_at = 0 }) => updated_at > since)
		.map(({ id }) => id)
		.sort();
}

async function saved(table: string, column: string): Promise<unknown[]> {
	return (await site.tables.rows(table)).map((row) => row[column]).sort();
}

it('starts three exports side by side and saves what has changed in a table each, however often it runs', async () => {
	const { customers, subscriptions, invoices } = site.sandbox.store.shop;
	const expected = [changed(customers.values()), changed(subscriptions.values()), changed(invoices)];
	for (const ids of expected) expect(ids).not.toEqual([]);

	for (const night of ['first', 'second']) {
		site.sandbox.resetLedger();
		expect([night, (await site.run(workflow, trigger)).status]).toEqual([night, 'success']);
		expect([
			await saved('chargebee_customers', 'customer_id'),
			await saved('chargebee_subscriptions', 'subscription_id'),
			await saved('chargebee_invoices', 'invoice_id'),
		]).toEqual(expected);
		const api = site.sandbox.ledger.filter(({ server }) => server === 'api');
		expect(api.slice(0, 3).map(({ method, path }) => `${method} ${path}`)).toEqual(
			['customers', 'subscriptions', 'invoices'].map((type) => `POST /api/v2/exports/${type}`),
		);
	}
	const [subscription] = await site.tables.rows('chargebee_subscriptions');
	expect(subscription).toMatchObject({
		customer_id: expect.stringMatching(/^cust_/),
		status: expect.stringMatching(/./),
	});
});
