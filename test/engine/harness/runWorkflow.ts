import type {
	IConnections,
	ICredentialDataDecryptedObject,
	ICredentialType,
	INode,
	INodeType,
	IRun,
	ITaskData,
	IVersionedNodeType,
	IWorkflowSettings,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createRunExecutionData, UserError, Workflow } from 'n8n-workflow';

import { startEngine } from './engine';
import type { ExecutionListeners } from './execution';
import { additionalDataFor, hooksFor, runToEnd } from './execution';
import { loadNodeType, nodeTypesOf } from './nodeTypes';
import { chargebeeOrders, chargebeeSiteApi, credentialData, packageName } from './packageTypes';
import { standInNodes } from './standInNodes';
import { StoredCredentials } from './storedCredentials';

/** What is needed of a workflow as n8n exports it. */
export interface WorkflowFile {
	id?: string;
	name?: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
}

export interface WorkflowRunOptions extends ExecutionListeners {
	/** Credential data by type name; `chargebeeSiteApi` takes `{ url, apiKey }` too. */
	credentials: Record<string, ICredentialDataDecryptedObject>;
	/** Node types by full name, beside this package's node and the stand-ins for n8n's own. */
	nodeTypes?: Record<string, INodeType | IVersionedNodeType>;
	credentialTypes?: ICredentialType[];
	onNodeStart?: (nodeName: string) => void;
	onNodeFinish?: (nodeName: string, result: ITaskData) => void;
	/** The zone for workflows that name none. */
	timezone?: string;
	executionId?: string;
	/** `manual` is a click on Execute Workflow; messages to the editor exist only then. */
	mode?: WorkflowExecuteMode;
}

/** Runs an ordinary n8n workflow, as exported, from its trigger to its end. */
export async function runWorkflow(file: WorkflowFile, options: WorkflowRunOptions): Promise<IRun> {
	await startEngine();
	const { executionId = '1001', mode = 'manual' } = options;
	const types: Record<string, INodeType | IVersionedNodeType> = {
		...standInNodes(),
		[`${packageName}.chargebeeOrders`]: chargebeeOrders(),
		...options.nodeTypes,
	};
	for (const [name, type] of Object.entries(types)) if (!('nodeVersions' in type)) types[name] = loadNodeType(type);

	const workflow = new Workflow({
		id: file.id ?? 'workflow-1',
		name: file.name,
		// The engine disables and rewires nodes in place; the caller's file stays as it was.
		nodes: structuredClone(file.nodes).map((node) => withCredentials(node, Object.keys(options.credentials))),
		connections: file.connections,
		active: false,
		settings: { executionOrder: 'v1', timezone: options.timezone ?? 'Etc/UTC', ...file.settings },
		nodeTypes: nodeTypesOf(types),
	});
	const additionalData = additionalDataFor(stored(options), executionId, options);
	const hooks = hooksFor(mode, executionId, workflow);
	hooks.addHandler('nodeExecuteBefore', (nodeName) => options.onNodeStart?.(nodeName));
	hooks.addHandler('nodeExecuteAfter', (nodeName, result) => options.onNodeFinish?.(nodeName, result));
	additionalData.hooks = hooks;

	const start = workflow.getStartNode() ?? file.nodes.find(({ type }) => isTrigger(types[type]));
	if (!start) throw new UserError('The workflow has no trigger to start from');
	const data = createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node: start, data: { main: [[{ json: {} }]] }, source: null }] },
	});
	return await runToEnd(workflow, additionalData, mode, data, options);
}

function isTrigger(type: INodeType | IVersionedNodeType | undefined): boolean {
	return type?.description.group.includes('trigger') ?? false;
}

/** Points a node at the credentials at hand, as a person does after importing a workflow. */
function withCredentials(node: INode, types: string[]): INode {
	if (!node.type.startsWith(`${packageName}.`)) return node;
	const credentials = Object.fromEntries(types.map((type) => [type, { id: 'credential-1', name: 'Credential' }]));
	return { ...node, credentials: { ...credentials, ...node.credentials } };
}

function stored({ credentials, credentialTypes = [] }: WorkflowRunOptions): StoredCredentials {
	return new StoredCredentials(
		[chargebeeSiteApi(), ...credentialTypes]
			.filter(({ name }) => credentials[name])
			.map((type) => ({ type, data: credentialData(type, credentials[type.name] ?? {}) })),
	);
}
