import { type ArgumentsHost, Catch, type ExceptionFilter, NotFoundException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RouteTable } from '../http/route-table';
import type { ServiceLog } from '../logging/service-log';
import { Problem } from './problem';
import { answerProblem } from './problem-answer';

/** The one place where errors become answers. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: ServiceLog,
    private readonly routes: RouteTable,
    private readonly sendPage: ((reply: FastifyReply) => void) | undefined,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (error instanceof NotFoundException && request.is404) this.nothingThere(error, request, reply);
    else answerProblem(error, request, reply, this.log);
  }

  private nothingThere(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const path = request.url.split('?', 1)[0] ?? '';
    const allowed = this.routes.methodsOf(path);
    if (allowed.length > 0) {
      void reply.header('allow', allowed.join(', '));
      const methodNotAllowed = new Problem({
        status: 405,
        code: 'method-not-allowed',
        detail: `${request.method} is not possible here.`,
        remedy: `Use ${allowed.join(' or ')}.`,
        extensions: { allowed },
      });
      answerProblem(methodNotAllowed, request, reply, this.log);
    } else if (this.sendPage && isPageRequest(request, path)) this.sendPage(reply);
    else answerProblem(error, request, reply, this.log);
  }
}

/** An address of the page's own router, which only the page knows. */
function isPageRequest(request: FastifyRequest, path: string): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (/^\/(api|health|metrics|assets)(\/|$)/.test(path)) return false;
  return (request.headers.accept ?? '').includes('text/html');
}
