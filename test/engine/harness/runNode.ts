import type {
	ExecutionError,
	ICredentialType,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IRun,
	ISourceData,
	ITaskData,
	IWorkflowSettings,
	WorkflowExecuteMode,
	NodeExecutionHint,
} from 'n8n-workflow';
import { createRunExecutionData, NodeConnectionTypes, Workflow } from 'n8n-workflow';

import type { LogLine } from './engine';
import { startEngine } from './engine';
import { additionalDataFor, hooksFor, runToEnd } from './execution';
import type { ExecutionPath } from './nodeTypes';
import { loadNodeType, nodeTypesOf } from './nodeTypes';
import type { CredentialInput } from './packageTypes';
import { chargebeeOrders, chargebeeSiteApi, credentialData, packageName } from './packageTypes';
import { manualTrigger, NoOp } from './standInNodes';
import { StoredCredentials } from './storedCredentials';

/** What a run of one node gave. */
export interface NodeRun {
	status: IRun['status'];
	/** The items of each output; the error output comes second. */
	output: INodeExecutionData[][];
	/** The error that ended the run. n8n copies it, so its `cause` is gone. */
	error?: ExecutionError;
	hints: NodeExecutionHint[];
	logs: LogLine[];
	/** The messages that the node sent to the open editor. */
	ui: unknown[];
	run: IRun;
}

export interface NodeRunOptions {
	/** The node's parameters; what is left out gets its default, expressions are allowed. */
	parameters: INodeParameters;
	/** The items on the input; one empty item when left out. */
	items?: INodeExecutionData[];
	credential: CredentialInput;
	path?: ExecutionPath;
	/** Settings of the node such as `onError` or `retryOnFail`; a `type` ending in `Tool` runs it as an agent's tool. */
	settings?: Partial<INode>;
	/** Given as undefined, the run has no execution id, as behind the MCP trigger. */
	executionId?: string | undefined;
	/** What n8n draws for an execution and stores with it; the same one for all runs by default. */
	executionToken?: string;
	/** Above 0, the node has run that often before in this execution, as in a loop. */
	runIndex?: number;
	timezone?: string;
	/** By hand by default. */
	mode?: WorkflowExecuteMode;
	/** What the workflow's settings say beside its time zone. */
	workflowSettings?: IWorkflowSettings;
	/** Called once the run has begun, with n8n's Stop button. */
	onStart?: (cancel: () => void) => void;
	nodeType?: INodeType;
	credentialType?: ICredentialType;
}

const defaults = {
	executionId: '1001',
	executionToken: 'stored-with-the-execution',
	timezone: 'Etc/UTC',
	items: [{ json: {} }],
};

/** Runs one node inside n8n's engine, behind a trigger called "Start" that hands it the items. */
export async function runNode(options: NodeRunOptions): Promise<NodeRun> {
	await startEngine();
	const executionId = 'executionId' in options ? options.executionId : defaults.executionId;
	const type = loadNodeType(options.nodeType ?? chargebeeOrders(), options.path);
	const credentialType = options.credentialType ?? chargebeeSiteApi();
	const node = nodeFor(type, credentialType, options);
	const items = options.items ?? defaults.items;
	const start: INode = { ...blankNode('Start'), type: 'n8n-nodes-base.manualTrigger' };
	const workflow = new Workflow({
		id: 'workflow-1',
		name: 'One node',
		nodes: [start, node],
		connections: { Start: { main: [[{ node: node.name, type: NodeConnectionTypes.Main, index: 0 }]] } },
		active: false,
		settings: { executionOrder: 'v1', timezone: options.timezone ?? defaults.timezone, ...options.workflowSettings },
		nodeTypes: nodeTypesOf({
			[manualTrigger]: new NoOp(),
			// The variant for agents is made from the node itself, as n8n does it.
			[node.type.replace(/Tool$/, '')]: type,
		}),
	});
	const logs: LogLine[] = [];
	const ui: unknown[] = [];
	const listeners = {
		onLog: (line: LogLine) => logs.push(line),
		onUiMessage: (message: unknown) => ui.push(message),
		onStart: options.onStart,
	};
	const helper = new StoredCredentials([
		{ type: credentialType, data: credentialData(credentialType, options.credential) },
	]);
	const additionalData = additionalDataFor(helper, executionId, listeners);
	const mode = options.mode ?? 'manual';
	additionalData.hooks = hooksFor(mode, executionId, workflow);
	const data = dataAt(node, items, options.runIndex ?? 0, options.executionToken ?? defaults.executionToken);
	const run = await runToEnd(workflow, additionalData, mode, data, listeners);
	const task = run.data.resultData.runData[node.name]?.at(-1);
	const outputs = task?.data?.[node.rewireOutputLogTo ?? NodeConnectionTypes.Main] ?? [];
	return {
		status: run.status,
		output: outputs.map((output) => output ?? []),
		error: run.data.resultData.error,
		hints: task?.hints ?? [],
		logs,
		ui,
		run,
	};
}

function blankNode(name: string): INode {
	return { id: `${name.toLowerCase()}-id`, name, type: '', typeVersion: 1, position: [0, 0], parameters: {} };
}

function nodeFor(type: INodeType, credentialType: ICredentialType, options: NodeRunOptions): INode {
	const { version, name } = type.description;
	return {
		...blankNode('Node'),
		type: `${packageName}.${name}`,
		typeVersion: Array.isArray(version) ? (version.at(-1) ?? 1) : version,
		parameters: options.parameters,
		credentials: { [credentialType.name]: { id: 'credential-1', name: 'Credential' } },
		...options.settings,
	};
}

/** The state of an execution in which the trigger has run and the node is next, for the `runIndex`-th time. */
function dataAt(node: INode, items: INodeExecutionData[], runIndex: number, resumeToken: string) {
	const source: ISourceData[] = [{ previousNode: 'Start', previousNodeOutput: 0, previousNodeRun: 0 }];
	const done = (data: INodeExecutionData[], from: ISourceData[]): ITaskData => ({
		startTime: Date.now(),
		executionTime: 0,
		executionIndex: 0,
		executionStatus: 'success',
		source: from,
		data: { main: [data] },
	});
	return createRunExecutionData({
		resumeToken,
		executionData: { nodeExecutionStack: [{ node, data: { main: [items] }, source: { main: source } }] },
		resultData: {
			runData: {
				Start: [done(items, [])],
				...(runIndex > 0 ? { [node.name]: Array.from({ length: runIndex }, () => done([], source)) } : {}),
			},
		},
	});
}
