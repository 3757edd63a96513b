/** An answer of Chargebee that reports an error. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		readonly type: 'invalid_request' | 'operation_failed' | 'untyped',
		readonly code: string,
		message: string,
		readonly parameter?: string,
		readonly legacyCode: string = code,
	) {
		super(message);
	}

	/** The body as Chargebee writes it, with the older `error_*` names beside the current ones. */
	body(): Record<string, string | number> {
		return {
			message: this.message,
			type: this.type,
			api_error_code: this.code,
			...(this.parameter === undefined ? {} : { param: this.parameter, error_param: this.parameter }),
			error_code: this.legacyCode,
			error_msg: this.message,
			http_status_code: this.status,
		};
	}
}

/** 400 for a value that the API does not take; `parameter` is the name as it was sent. */
export function wrongValue(parameter: string, reason: string): ApiError {
	return new ApiError(
		400,
		'invalid_request',
		'param_wrong_value',
		`${parameter} : ${reason}`,
		parameter,
		'param_wrong_value',
	);
}

/** 400 for a request that cannot be read, or that the API refuses as a whole. */
export function invalidRequest(message: string): ApiError {
	return new ApiError(400, 'invalid_request', 'invalid_request', message);
}

/** 404 for something that does not exist, or that belongs to another business entity. */
export function notFound(what: string, parameter?: string): ApiError {
	return new ApiError(404, 'invalid_request', 'resource_not_found', `${what} not found`, parameter);
}

/** 400 for an id that is taken. */
export function duplicateEntry(parameter: string, value: string): ApiError {
	return new ApiError(
		400,
		'invalid_request',
		'duplicate_entry',
		`${parameter} : The value ${value} is already present.`,
		parameter,
	);
}

/** 409 for an operation that the resource's present state does not allow. */
export function invalidState(message: string): ApiError {
	return new ApiError(409, 'invalid_request', 'invalid_state_for_request', message);
}

/** 400 for an operation that the site's configuration does not have. */
export function configurationIncompatible(message: string, legacyCode?: string): ApiError {
	return new ApiError(400, 'invalid_request', 'configuration_incompatible', message, undefined, legacyCode);
}

/** 403 for a key without the privilege. */
export function notAuthorized(): ApiError {
	return new ApiError(
		403,
		'untyped',
		'api_authorization_failed',
		'Sorry, the API key does not have the permission for this operation.',
	);
}
