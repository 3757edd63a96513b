import { startSandbox, type Sandbox } from './index';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ orders: 1 });
});
afterAll(() => sandbox.close());

async function create(query: string, body: string, type: string): Promise<{ status: number; body: unknown }> {
	const answer = await fetch(`${sandbox.url}/api/v2/customers${query}`, {
		method: 'POST',
		headers: { authorization: `Basic ${btoa(`${sandbox.apiKey}:`)}`, 'content-type': type },
		body,
	});
	return { status: answer.status, body: await answer.json() };
}

it.each([
	['a form', '', 'id=a&first_name=Zo%C3%AB', 'application/x-www-form-urlencoded', 'a'],
	['the query, beside an empty JSON object', '?id=b&first_name=Zo%C3%AB', '{}', 'application/json', 'b'],
])('makes a customer of %s, and no second one of the same ID', async (_what, query, body, type, id) => {
	expect(await create(query, body, type)).toMatchObject({
		status: 200,
		body: { customer: { id, first_name: 'Zoë', object: 'customer' } },
	});
	expect(await create(query, body, type)).toMatchObject({
		status: 400,
		body: { api_error_code: 'duplicate_entry', param: 'id' },
	});
});
