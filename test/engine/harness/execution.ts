import { Container } from '@n8n/di';
import { ExecutionLifecycleHooks, ExternalSecretsProxy, WorkflowExecute } from 'n8n-core';
import type {
	ICredentialsHelper,
	IDataObject,
	IRun,
	IRunExecutionData,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { UnexpectedError } from 'n8n-workflow';

import type { LogLine } from './engine';
import { withLogListener } from './engine';

/** What the surroundings of an execution hear of it. */
export interface ExecutionListeners {
	onLog?: (line: LogLine) => void;
	/** A message that the node sent to the open editor. */
	onUiMessage?: (message: unknown) => void;
	/** Called once the run has begun, with n8n's Stop button. */
	onStart?: (cancel: () => void) => void;
}

const origin = 'http://127.0.0.1:5678';

/** What the n8n server gives an execution beside the workflow. Without `executionId` it is as behind the MCP trigger. */
export function additionalDataFor(
	credentialsHelper: ICredentialsHelper,
	executionId: string | undefined,
	listeners: ExecutionListeners = {},
): IWorkflowExecuteAdditionalData {
	const absent = (what: string) => async (): Promise<never> => {
		throw new UnexpectedError(`The harness has no ${what}`);
	};
	return {
		credentialsHelper,
		executionId,
		currentNodeExecutionIndex: 0,
		variables: {},
		externalSecretsProxy: Container.get(ExternalSecretsProxy),
		restApiUrl: `${origin}/rest`,
		instanceBaseUrl: `${origin}/`,
		formBaseUrl: `${origin}/form`,
		formWaitingBaseUrl: `${origin}/form-waiting`,
		formTestBaseUrl: `${origin}/form-test`,
		webhookBaseUrl: `${origin}/webhook`,
		webhookWaitingBaseUrl: `${origin}/webhook-waiting`,
		webhookTestBaseUrl: `${origin}/webhook-test`,
		mcpBaseUrl: `${origin}/mcp`,
		mcpTestBaseUrl: `${origin}/mcp-test`,
		executeWorkflow: absent('sub-workflows'),
		getRunExecutionData: absent('stored executions'),
		getRuntimeCredential: absent('runtime credentials'),
		startRunnerTask: absent('task runners'),
		logAiEvent: () => undefined,
		sendDataToUI: (_type: string, data: IDataObject | IDataObject[]) => {
			const messages = Array.isArray(data) ? data : data.messages;
			for (const message of Array.isArray(messages) ? messages : []) listeners.onUiMessage?.(message);
		},
	};
}

/** The lifecycle hooks of an execution, for listeners to be added to. */
export function hooksFor(
	mode: WorkflowExecuteMode,
	executionId: string | undefined,
	workflow: Workflow,
): ExecutionLifecycleHooks {
	return new ExecutionLifecycleHooks(mode, executionId ?? 'unsaved', {
		id: workflow.id,
		name: workflow.name ?? '',
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(),
		updatedAt: new Date(),
		nodes: Object.values(workflow.nodes),
		connections: workflow.connectionsBySourceNode,
		settings: workflow.settings,
	});
}

/** Runs a prepared workflow to its end. An error that keeps it from starting comes back as a failed run, as in n8n. */
export async function runToEnd(
	workflow: Workflow,
	additionalData: IWorkflowExecuteAdditionalData,
	mode: WorkflowExecuteMode,
	runExecutionData: IRunExecutionData,
	listeners: ExecutionListeners = {},
): Promise<IRun> {
	const execute = new WorkflowExecute(additionalData, mode, runExecutionData);
	return await withLogListener(
		(line) => listeners.onLog?.(line),
		async () => {
			try {
				const run = execute.processRunExecutionData(workflow);
				listeners.onStart?.(() => run.cancel());
				return await run;
			} catch (error) {
				const run = execute.getFullRunData(new Date());
				run.status = 'error';
				run.data.resultData.error = error as IRun['data']['resultData']['error'];
				return run;
			}
		},
	);
}
