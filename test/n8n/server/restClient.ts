import axios, { isAxiosError, type AxiosInstance } from 'axios';
import type { IBinaryData, IDataObject, IRunData } from 'n8n-workflow';
import { parse } from 'flatted';

import type { WorkflowFile } from '../../engine/harness/runWorkflow';

import { until } from './until';

/** The account that a new server is given. */
export const owner = { email: 'owner@example.com', password: 'Chargebee-1', firstName: 'Olive', lastName: 'Owner' };

/** A stored credential or workflow. */
export interface Stored {
	id: string;
	name: string;
}

/** What the editor knows of a node type, of which this is read. */
interface NodeType {
	name: string;
	displayName: string;
	version: number | number[];
}

/** How an execution went. */
export interface Execution {
	id: string;
	/** `new`, `running`, `waiting`, `success`, `error`, `canceled`, `crashed` */
	status: string;
	/** The results of each node. */
	runData: IRunData;
	/** The error that ended it. */
	error?: { message: string; description?: string | null };
}

/** n8n lists no more at once. */
const MOST_EXECUTIONS = 100;
const unfinished = ['new', 'running', 'waiting'];

/** What n8n's editor does over HTTP, as its owner. */
export class RestClient {
	private constructor(
		private readonly http: AxiosInstance,
		/** `name=value` of the session, for a browser. */
		readonly cookie: string,
	) {}

	/** Makes the owner of a new server and signs in; signs in where there is one. */
	static async signIn(url: string): Promise<RestClient> {
		const headers = { 'browser-id': 'n8n-nodes-chargebee-orders' };
		const http = axios.create({ baseURL: `${url}/rest`, headers, maxBodyLength: Infinity });
		type Settings = { data: { userManagement: { showSetupOnFirstLoad: boolean } } };
		// Older versions are ready before these routes are.
		const { data: settings } = await until('n8n takes requests of the editor', async () => {
			const { status, data } = await http.get<Settings>('/settings', { validateStatus: null });
			return status === 200 ? data : undefined;
		});
		const answer = settings.userManagement.showSetupOnFirstLoad
			? await said(http.post('/owner/setup', owner))
			: await said(http.post('/login', { emailOrLdapLoginId: owner.email, password: owner.password }));
		const cookie = (answer.headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0]).join('; ');
		http.defaults.headers.common.Cookie = cookie;
		return new RestClient(http, cookie);
	}

	/** Any other call; gives `data` of the answer. */
	async call<T>(method: 'get' | 'post' | 'patch' | 'delete', path: string, body?: unknown): Promise<T> {
		const { data } = await said(this.http.request<{ data: T }>({ method, url: path, data: body }));
		return data.data;
	}

	async createCredential(type: string, name: string, data: IDataObject): Promise<Stored> {
		return await this.call<Stored>('post', '/credentials', { type, name, data });
	}

	/** What the test button of a credential says; older versions test stored ones only, given by their `id`. */
	async testCredential(type: string, data: IDataObject, id = ''): Promise<{ status: 'OK' | 'Error'; message: string }> {
		return await this.call('post', '/credentials/test', { credentials: { id, name: type, type, data } });
	}

	/** The names of the node types that the editor offers. */
	async typeNames(): Promise<string[]> {
		return (await this.types()).map(({ name }) => name);
	}

	/** The version of a node type that the editor adds to a workflow. */
	async newestVersion(typeName: string): Promise<number> {
		const versions = (await this.types()).filter(({ name }) => name === typeName).flatMap(({ version }) => version);
		return Math.max(...versions);
	}

	/** The name of a node type in the editor's list of nodes. */
	async displayName(typeName: string): Promise<string | undefined> {
		return (await this.types()).find(({ name }) => name === typeName)?.displayName;
	}

	private async types(): Promise<NodeType[]> {
		const origin = this.http.defaults.baseURL?.replace(/\/rest$/, '');
		const { data } = await said(this.http.get<NodeType[]>('/types/nodes.json', { baseURL: origin }));
		return data;
	}

	/** Imports a workflow and chooses the credentials, given by their types, in its nodes. */
	async importWorkflow(file: WorkflowFile, credentials: Readonly<Record<string, Stored>>): Promise<Stored> {
		const nodes = file.nodes.map((node) => {
			const chosen = Object.keys(node.credentials ?? {}).flatMap((type) => {
				const credential = credentials[type];
				return credential === undefined ? [] : [[type, { id: credential.id, name: credential.name }] as const];
			});
			return { ...node, credentials: Object.fromEntries(chosen) };
		});
		return await this.call<Stored>('post', '/workflows', { active: false, ...file, nodes });
	}

	/** Publishes a workflow, so that its triggers and webhooks run. */
	async activate(id: string): Promise<void> {
		const { versionId } = await this.call<{ versionId: string }>('get', `/workflows/${id}`);
		await this.call('post', `/workflows/${id}/activate`, { versionId });
	}

	/** Takes a workflow back, so that its triggers and webhooks no longer run. */
	async deactivate(id: string): Promise<void> {
		await this.call('post', `/workflows/${id}/deactivate`);
	}

	/** What became of the triggers of a published workflow, as JSON: n8n registers them after its answer. */
	async publication(id: string): Promise<string> {
		return await until('n8n has published the workflow, or not', async () => {
			const answer = await this.call<{ status: string }>('get', `/workflows/${id}/publication-status`);
			return answer.status === 'in_progress' ? undefined : JSON.stringify(answer);
		});
	}

	/** The executions of a workflow, the latest first; `mode` is what started them: `manual`, `trigger`, `webhook`, `error`. */
	async executionsOf(workflowId: string): Promise<Array<{ id: string; status: string; mode: string }>> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.call<{ results: Array<{ id: string; status: string; mode: string }> }>(
			'get',
			`/executions?limit=${MOST_EXECUTIONS}&filter=${filter}`,
		);
		if (results.length === MOST_EXECUTIONS) throw new Error('the workflow has more executions than are read here');
		return results;
	}

	/** An execution with all its data, when it has ended. */
	async execution(id: string, seconds = 60): Promise<Execution> {
		return await until(
			`execution ${id} has ended`,
			async () => {
				const { status, data } = await this.call<{ status: string; data: string }>('get', `/executions/${id}`);
				if (unfinished.includes(status)) return undefined;
				const { resultData } = parse(data) as { resultData: Pick<Execution, 'runData' | 'error'> };
				return { id, status, runData: resultData.runData, error: resultData.error };
			},
			seconds,
		);
	}

	/** A file that a node gave. */
	async file({ id }: IBinaryData): Promise<Buffer> {
		const params = { id, action: 'download' };
		const { data } = await said(this.http.get<Buffer>('/binary-data', { params, responseType: 'arraybuffer' }));
		return data;
	}

	/** Its text. */
	async fileText(binary: IBinaryData): Promise<string> {
		return (await this.file(binary)).toString();
	}

	/** The button Stop. */
	async stop(executionId: string): Promise<void> {
		await this.call('post', `/executions/${executionId}/stop`);
	}
}

/** The answer to a request; where n8n refuses it, an error with what n8n says. */
async function said<T>(request: Promise<T>): Promise<T> {
	return await request.catch((error: unknown) => {
		if (!isAxiosError(error)) throw error;
		const body: unknown = error.response?.data;
		const url = `${error.config?.method ?? ''} ${error.config?.url ?? ''}`;
		throw new Error(`n8n refused ${url}: ${error.response?.status ?? error.message} ${JSON.stringify(body)}`);
	});
}
