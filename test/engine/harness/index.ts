export { runNode, type NodeRun, type NodeRunOptions } from './runNode';
export { runWorkflow, type WorkflowFile, type WorkflowRunOptions } from './runWorkflow';
export { mapFields, searchList } from './searchList';
export { testCredential } from './testCredential';
