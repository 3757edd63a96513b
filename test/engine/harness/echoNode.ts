import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeExecutionData,
	INodeListSearchResult,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
	NodeApiError,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';

/** The credential of the node that the harness is tested with. */
export class EchoApi implements ICredentialType {
	name = 'echoApi';
	displayName = 'Echo API';
	properties: INodeProperties[] = [
		{ displayName: 'URL', name: 'url', type: 'string', default: '' },
		{ displayName: 'API Key', name: 'apiKey', type: 'string', default: 'default-key' },
	];
	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { auth: { username: '={{$credentials.apiKey}}', password: '' } },
	};
	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.url}}', url: '/echo' },
		rules: [{ type: 'responseCode', properties: { value: 401, message: 'The key is wrong' } }],
	};
}

/** A declarative node with a custom operation beside its routing: the smallest thing that has both paths. */
export class Echo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Echo',
		name: 'echo',
		group: ['transform'],
		version: 1,
		description: 'Asks a server',
		defaults: { name: 'Echo' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'echoApi', required: true }],
		requestDefaults: { baseURL: '={{$credentials.url}}' },
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				options: [{ name: 'A', value: 'a' }],
				default: 'a',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				options: [{ name: 'B', value: 'b' }],
				default: 'b',
			},
			{
				displayName: 'Path',
				name: 'path',
				type: 'string',
				default: '/echo',
				routing: { request: { url: '={{$value}}' } },
			},
		],
	};

	customOperations = { a: { b: askForEachItem } };

	methods = { listSearch: { findThings } };
}

async function askForEachItem(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const answers: INodeExecutionData[] = [];
	for (const [item] of this.getInputData().entries()) {
		this.logger.info('Asking', { item });
		const { url, apiKey } = await this.getCredentials<{ url: string; apiKey: string }>('echoApi', item);
		const credentials = { id: '', name: '', type: 'echoApi', data: { url, apiKey } };
		const request = { url: `${url}${String(this.getNodeParameter('path', item))}` };
		try {
			const send = this.helpers.httpRequestWithAuthentication;
			const json = await send.call(this, 'echoApi', request, { credentialsDecrypted: credentials });
			answers.push({ json, pairedItem: { item } });
		} catch (error) {
			if (this.getExecutionCancelSignal()?.aborted) {
				throw new NodeOperationError(this.getNode(), 'The execution was canceled', { itemIndex: item });
			}
			const { message, httpCode } = error as NodeApiError;
			if (!this.continueOnFail()) throw error;
			answers.push({ json: { error: message, details: { httpCode } }, pairedItem: { item } });
		}
	}
	this.sendMessageToUI({ asked: answers.length });
	this.addExecutionHints({
		message: `Asked ${answers.length} times in run ${String(this.evaluateExpression('{{$runIndex}}', 0))}`,
		location: 'outputPane',
	});
	return [answers];
}

async function findThings(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { url } = await this.getCredentials<{ url: string }>('echoApi');
	const path = String(this.getCurrentNodeParameter('path'));
	return { results: [{ name: `${filter} at ${url}`, value: path }], paginationToken: `after ${paginationToken}` };
}
