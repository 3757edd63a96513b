import { startSandbox, type Sandbox } from '../sandbox';

import { credentialFor, startTestN8n, type N8nServer } from './server';

let n8n: N8nServer;
let sandbox: Sandbox;

beforeAll(async () => {
	[sandbox, n8n] = await Promise.all([startSandbox(), startTestN8n()]);
});

afterAll(async () => {
	await Promise.all([n8n.stop(), sandbox.close()]);
});

it('tests a credential', async () => {
	const { type, data } = credentialFor(sandbox);
	expect(await n8n.rest.testCredential(type, data)).toMatchObject({ status: 'OK' });
});
