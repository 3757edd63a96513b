import type { INodeParameters, IRunData } from 'n8n-workflow';

import { startEchoServer, type EchoServer } from '../engine/harness/echoServer';
import { startSandbox, type Sandbox } from '../sandbox';
import { builtIn, chain, type Link } from '../support/workflowChain';

import { credentialFor, startTestN8n, type N8nServer } from './server';

/** The credential in n8n's own HTTP Request node: the rest of Chargebee's API. */

let n8n: N8nServer;
let sandbox: Sandbox;
let elsewhere: EchoServer;

beforeAll(async () => {
	[sandbox, elsewhere, n8n] = await Promise.all([startSandbox({ orders: 3 }), startEchoServer(), startTestN8n()]);
});

afterAll(async () => {
	await Promise.all([n8n.stop(), elsewhere.close(), sandbox.close()]);
});

/** An HTTP Request with the credential, one for all items; an error comes out as an item. */
function httpRequest(name: string, version: number, url: string, parameters: INodeParameters = {}): Link {
	const authentication = { authentication: 'predefinedCredentialType', nodeCredentialType: 'chargebeeSiteApi' };
	return {
		...builtIn(name, 'httpRequest', version, { url, ...authentication, ...parameters }),
		credentials: { chargebeeSiteApi: { id: '', name: '' } },
		onError: 'continueRegularOutput',
		executeOnce: true,
	};
}

/** What each node gave, in a run of them one after another. */
async function run(links: readonly Link[]): Promise<(name: string) => unknown> {
	const { type, data } = credentialFor(sandbox);
	const credential = await n8n.rest.createCredential(type, 'Sandbox', data);
	const workflow = chain('HTTP Request', [builtIn('Start', 'manualTrigger', 1, {}), ...links]);
	const { id } = await n8n.rest.importWorkflow(workflow, { [type]: credential });
	const { data: result } = (await n8n.execute(id)) as { data: { resultData: { runData: IRunData } } };
	return (name) => result.resultData.runData[name]?.[0]?.data?.main?.[0]?.[0]?.json;
}

async function versionFor(wanted: '4.2' | 'newest'): Promise<number> {
	return wanted === '4.2' ? 4.2 : await n8n.rest.newestVersion('n8n-nodes-base.httpRequest');
}

const form = (name: string, value: string): INodeParameters => ({
	method: 'POST',
	sendBody: true,
	contentType: 'form-urlencoded',
	bodyParameters: { parameters: [{ name, value }] },
});
/** The most permissive choices that the node offers. */
const followed = {
	options: { redirect: { redirect: { followRedirects: true } }, sendCredentialsOnCrossOriginRedirect: true },
};
const nextPage = (url: string): INodeParameters => ({
	options: {
		pagination: {
			pagination: {
				paginationMode: 'responseContainsNextURL',
				nextURL: url,
				paginationCompleteWhen: 'other',
				completeExpression: '={{ $pageCount === 2 }}',
			},
		},
	},
});

describe.each(['4.2', 'newest'] as const)('HTTP Request %s', (wanted) => {
	it('reaches the host of the credential, and takes its key nowhere else', async () => {
		const version = await versionFor(wanted);
		const orders = `${sandbox.url}/api/v2/orders`;
		for (const [method, status] of [
			['GET', 302],
			['GET', 307],
			['POST', 303],
			['POST', 308],
		] as const) {
			const headers = { location: `${elsewhere.url}/${status}` };
			const path = new RegExp(`^/api/v2/redirect-${status}$`);
			sandbox.script.respondOnce({ method, path }, { status, headers, body: '' });
		}
		sandbox.resetLedger();
		const link = (name: string, url: string, parameters?: INodeParameters): Link =>
			httpRequest(name, version, url, parameters);
		const result = await run([
			link('Get', `${orders}/order_1`),
			link('Update', `${orders}/order_1`, form('note', `by ${wanted}`)),
			link('Elsewhere', `${elsewhere.url}/api/v2/orders`),
			link('Backslash', `${sandbox.url}\\@${elsewhere.url.slice('http://'.length)}/`),
			link('Redirect 302', `${sandbox.url}/api/v2/redirect-302`),
			link('Redirect 307', `${sandbox.url}/api/v2/redirect-307`, followed),
			link('Redirect 303', `${sandbox.url}/api/v2/redirect-303`, { ...form('a', 'b'), ...followed }),
			link('Redirect 308', `${sandbox.url}/api/v2/redirect-308`, { ...form('a', 'b'), ...followed }),
			link('Next Page', `${orders}?limit=1`, nextPage(`={{ $pageCount === 0 ? undefined : "${orders}?limit=2" }}`)),
			link('Next Page Elsewhere', orders, nextPage(`={{ $pageCount === 0 ? undefined : "${elsewhere.url}/next" }}`)),
		]);

		expect(result('Get')).toMatchObject({ order: { id: 'order_1' } });
		expect(result('Update')).toMatchObject({ order: { id: 'order_1', note: `by ${wanted}` } });
		expect(result('Next Page')).toMatchObject({ list: [{ order: {} }] });
		for (const name of ['Elsewhere', 'Next Page Elsewhere']) {
			expect(JSON.stringify(result(name))).toContain('is not sent to another host');
		}
		expect(JSON.stringify(result('Backslash'))).toContain('is not sent to an address that has a blank');
		for (const status of [302, 303, 307, 308]) {
			expect(result(`Redirect ${status}`)).toHaveProperty('error');
		}
		expect(elsewhere.asked).toEqual([]);
		expect(sandbox.ledger.map(({ status }) => status)).toEqual([200, 200, 302, 307, 303, 308, 200, 200, 200]);
	});
});
