import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { type Caller, CurrentCaller, Endpoint } from '@slipway/access';
import { pageQuery, ServiceDatabase } from '@slipway/service-host';
import type { z } from 'zod';
import { listOf } from '../schema-parts';
import { assignTaskSchema, completeTaskSchema, taskParam, taskQueryFields, taskSchema } from './task-schemas';
import { TasksService } from './tasks.service';

const tasksQuery = pageQuery.extend(taskQueryFields);
type TaskParam = z.output<typeof taskParam>;

@Controller('api/checklist/v1/tasks')
export class TasksController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly tasks: TasksService,
  ) {}

  @Get()
  @Endpoint({
    summary: 'Tasks, the first due first',
    description: '`assignee=me` lists my own.',
    allow: 'release:read',
    returns: listOf(taskSchema),
  })
  list(@CurrentCaller() caller: Caller, @Query({ schema: tasksQuery }) query: z.output<typeof tasksQuery>) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.tasks.list(tx, caller, query));
  }

  @Get(':taskId')
  @Endpoint({ summary: 'One task', allow: 'release:read', returns: taskSchema })
  get(@CurrentCaller() caller: Caller, @Param({ schema: taskParam }) { taskId }: TaskParam) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.tasks.view(tx, caller, taskId));
  }

  @Post(':taskId/assign')
  @Endpoint({
    summary: 'Give a task to somebody',
    description: 'A release manager assigns any task of his own side; who has a task may hand it over.',
    allow: 'task:work',
    returns: taskSchema,
  })
  assign(
    @CurrentCaller() caller: Caller,
    @Param({ schema: taskParam }) { taskId }: TaskParam,
    @Body({ schema: assignTaskSchema }) body: z.output<typeof assignTaskSchema>,
  ) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.tasks.assign(tx, caller, taskId, body.assigneeId, body.reason));
  }

  @Post(':taskId/complete')
  @Endpoint({
    summary: 'Say that the work is done, with its proof',
    description: 'Only the assignee. The item goes to review when every side that does it has completed its task.',
    allow: 'task:work',
    returns: taskSchema,
  })
  complete(
    @CurrentCaller() caller: Caller,
    @Param({ schema: taskParam }) { taskId }: TaskParam,
    @Body({ schema: completeTaskSchema }) body: z.output<typeof completeTaskSchema>,
  ) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.tasks.complete(tx, caller, taskId, body));
  }
}
