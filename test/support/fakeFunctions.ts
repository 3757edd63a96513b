import type { IDataObject, IExecuteFunctions, INode, INodeParameters } from 'n8n-workflow';

/** What a test says of the run of a node; the rest is that of a run by hand. */
export interface FakeRun {
	readonly node?: Partial<INode>;
	readonly workflowId?: string;
	readonly instanceId?: string;
	/** Empty where n8n gives none. */
	readonly executionId?: string;
	readonly executionToken?: string;
	/** Round of a loop. */
	readonly runIndex?: number;
	/** n8n's Stop, one for the whole execution. */
	readonly signal?: AbortSignal;
	readonly items?: readonly IDataObject[];
	/** The value of a parameter for an item; the one that the node has where nothing else is said. */
	readonly parameter?: (name: string, itemIndex: number) => unknown;
	/** The credential of an item; that of a server which does not answer where nothing else is said. */
	readonly credential?: (itemIndex: number) => IDataObject | undefined;
	readonly onHint?: (message: string) => unknown;
}

/** n8n's functions for the run of a node, as far as the node asks for them outside of requests. */
export function fakeFunctions(run: FakeRun = {}): IExecuteFunctions {
	const { executionId = 'execution', executionToken = 'token', runIndex = 0, items = [{}] } = run;
	const node = { id: 'id', name: 'Node', type: 'chargebeeOrders', parameters: {} as INodeParameters, ...run.node };
	const credential = { environment: 'custom', baseUrl: 'http://127.0.0.1:9', apiKey: 'a key of the test site' };
	const functions = {
		getNode: () => node,
		getMode: () => 'manual',
		getWorkflow: () => ({ id: run.workflowId ?? 'workflow', name: 'Workflow', active: false }),
		getInstanceId: () => run.instanceId ?? 'instance',
		getExecutionId: () => executionId,
		getWorkflowDataProxy: () => ({
			$runIndex: runIndex,
			$execution: { resumeUrl: `http://127.0.0.1/wait?${executionToken}` },
		}),
		getExecutionCancelSignal: () => run.signal,
		getTimezone: () => 'Etc/UTC',
		getInputData: () => items.map((json) => ({ json })),
		getNodeParameter: (name: string, itemIndex: number, fallback?: unknown) =>
			run.parameter?.(name, itemIndex) ?? node.parameters[name] ?? fallback,
		getCredentials: async (_type: string, itemIndex: number) =>
			await Promise.resolve(run.credential?.(itemIndex) ?? credential),
		continueOnFail: () => (node.onError ?? 'stopWorkflow') !== 'stopWorkflow',
		addExecutionHints: (...hints: Array<{ message: string }>) => hints.map(({ message }) => run.onHint?.(message)),
		sendMessageToUI: () => undefined,
		logger: { info: () => undefined },
	};
	return functions as unknown as IExecuteFunctions;
}
