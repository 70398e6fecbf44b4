package rest

import "slices"

// routes is the whole table, resource by resource.
func routes() []route {
	return slices.Concat(appRoutes(), metaRoutes(), userRoutes(), orgRoutes(), teamRoutes(), repoRoutes(), repoListRoutes(), collaboratorRoutes(),
		issueRoutes(), commentRoutes(), labelRoutes(), assigneeRoutes(), milestoneRoutes(), reactionRoutes(), eventRoutes(),
		subIssueRoutes(), searchRoutes(), contentRoutes(), refRoutes(), gitDataRoutes(), commitRoutes(), pullRoutes(), reviewRoutes(),
		checkRoutes(), statusRoutes(), deploymentRoutes(), releaseRoutes(), projectRoutes(), projectItemRoutes())
}

// Routes lists "METHOD /template" of every route that is served, for the test that holds the app's calls against it.
// A template's {name...} is OpenAPI's {name}.
func Routes() []string {
	var out []string
	for _, rt := range routes() {
		out = append(out, rt.name())
	}
	return out
}

func metaRoutes() []route {
	return []route{
		{"GET", "/rate_limit", "", rateLimit},
		{"GET", "/meta", "", meta},
	}
}
