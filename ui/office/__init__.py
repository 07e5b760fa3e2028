"""Windows on the whole office: registers over all assessments, the plan, the year, open remarks."""
