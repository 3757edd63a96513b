import {
	NodeApiError,
	NodeOperationError,
	type Failure,
	type IDataObject,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import { ApiError, CanceledError, type ErrorDetails } from './ApiError';
import { InputError } from './InputError';

/** Where an error arose, for its presentation. */
export interface ErrorPlace {
	readonly node: INode;
	readonly itemIndex: number;
	/** An agent sees the message alone, so the hint goes into it. */
	readonly asTool: boolean;
	/** What became of the other items, where that is worth saying. */
	readonly progress?: string;
	/** Why a poll failed and for how long: n8n times its next polls by it. */
	readonly failure?: Failure;
}

const ENDED = /[.!?…]["'”)]?$/;

/** The text with a full stop at its end, unless a sentence ends there already. */
function sentence(text: string): string {
	const trimmed = text.trimEnd();
	return trimmed === '' || ENDED.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** The details as they are handed out: a hint ends with a full stop, whatever follows it. */
function ended(details: ErrorDetails): ErrorDetails {
	return details.hint === undefined ? details : { ...details, hint: sentence(details.hint) };
}

/** Message, hint and details of anything that was thrown. */
export function describeError(reason: unknown): { message: string; details: ErrorDetails } {
	if (reason instanceof ApiError) return { message: reason.message, details: ended(reason.details) };
	if (reason instanceof InputError) {
		const { message, parameter, hint } = reason;
		return { message, details: ended({ parameter, hint, retryable: false }) };
	}
	const message = reason instanceof Error ? reason.message : String(reason);
	// Those of n8n explain themselves.
	const description = reason instanceof Error && 'description' in reason ? reason.description : undefined;
	const hint = typeof description === 'string' && description !== '' ? { hint: description } : {};
	return { message, details: ended({ ...hint, retryable: false }) };
}

/** Hint, code and export, and what became of the other items on a line of its own. n8n's editor shows a description as HTML. */
function descriptionOf(details: ErrorDetails, place: ErrorPlace): string {
	const code = details.code === undefined ? undefined : `Chargebee's code: ${details.code}.`;
	const exportId = details.exportId === undefined ? undefined : `Export ID: ${details.exportId}.`;
	const text = [details.hint, code, exportId].filter((part) => part !== undefined).join(' ');
	if (place.progress === undefined) return text;
	return text === '' ? place.progress : `${text}${place.asTool ? '\n' : '<br>\n'}${place.progress}`;
}

/** An error of n8n itself, such as that of an expression: it knows where it belongs. */
function ofNode(reason: unknown): Error | undefined {
	return reason instanceof Error && !(reason instanceof InputError) ? reason : undefined;
}

/**
 * The error that n8n shows. The key never stands in it: it is made anew from the message and the details,
 * not from the request or the answer.
 */
export function nodeError(reason: unknown, place: ErrorPlace): NodeApiError | NodeOperationError {
	const { node, itemIndex } = place;
	if (reason instanceof CanceledError) return new NodeOperationError(node, reason.message, { itemIndex });
	const { message, details } = describeError(reason);
	const description = descriptionOf(details, place);
	// Whole and unchanged: n8n appends a description that it does not find in the message.
	const headline =
		place.asTool && description !== '' && !message.includes(details.hint ?? description)
			? `${sentence(message)} ${description}`
			: message;
	const error =
		reason instanceof ApiError
			? new NodeApiError(
					node,
					{},
					{
						message: headline,
						description,
						itemIndex,
						...(details.status === undefined ? {} : { httpCode: String(details.status) }),
					},
				)
			: new NodeOperationError(node, ofNode(reason) ?? headline, { description, itemIndex });
	// n8n hands back an error of its own as it was.
	if (error === reason && description !== '') error.description = description;
	error.context.details = { ...details } as IDataObject;
	// Set as data: n8n 1 knows no such option of the error.
	if (place.failure !== undefined) error.failure = place.failure;
	return error;
}

/**
 * The item that stands for a failed one when the workflow goes on: the fields of its input, and the keys by which n8n
 * knows an error.
 */
export function errorItem(reason: unknown, node: INode, input: IDataObject, itemIndex: number): INodeExecutionData {
	const { message, details } = describeError(reason);
	// The error output adds the input's fields by itself, and only to items that hold nothing but the error.
	const kept = node.onError === 'continueErrorOutput' ? {} : input;
	return {
		json: { ...kept, error: message, details: { ...details } as IDataObject },
		pairedItem: { item: itemIndex },
	};
}
