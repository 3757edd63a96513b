import type { IDataObject } from 'n8n-workflow';

import type { N8nServer } from '../server';

interface Table {
	id: string;
	name: string;
	projectId: string;
}

/** n8n's data tables, as its page of them reads and changes them. */
export class DataTables {
	constructor(private readonly n8n: N8nServer) {}

	/** All rows, 1,000 a request. */
	async rows(name: string): Promise<IDataObject[]> {
		const path = `${await this.path(name)}/rows?take=1000&sortBy=id:asc`;
		const found: IDataObject[] = [];
		for (let more = true; more;) {
			const { data } = await this.n8n.rest.call<{ data: IDataObject[] }>('get', `${path}&skip=${found.length}`);
			found.push(...data);
			more = data.length === 1_000;
		}
		return found;
	}

	async insert(name: string, data: IDataObject[]): Promise<void> {
		await this.n8n.rest.call('post', `${await this.path(name)}/insert`, { data });
	}

	async removeColumn(name: string, column: string): Promise<void> {
		const columns = await this.n8n.rest.call<Array<{ id: string; name: string }>>(
			'get',
			`${await this.path(name)}/columns`,
		);
		const found = columns.find((candidate) => candidate.name === column);
		await this.n8n.rest.call('delete', `${await this.path(name)}/columns/${found?.id ?? column}`);
	}

	async remove(name: string): Promise<void> {
		await this.n8n.rest.call('delete', await this.path(name));
	}

	private async path(name: string): Promise<string> {
		const { data } = await this.n8n.rest.call<{ data: Table[] }>('get', '/data-tables-global');
		const table = data.find((candidate) => candidate.name === name);
		if (table === undefined) throw new Error(`n8n has no data table ${name}`);
		return `/projects/${table.projectId}/data-tables/${table.id}`;
	}
}
