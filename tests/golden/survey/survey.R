# Expected values of R's survey package (Lumley) for tests/golden/test_survey.py.
#
#   cd tests/golden/survey && Rscript survey.R
#
# Data: api, nhanes and scd of the package, written beside this script as CSV. The tests read the
# CSV files and need no R.
suppressPackageStartupMessages(library(survey))
data(api); data(nhanes); data(scd)
options(survey.lonely.psu = "adjust", digits = 17)

save <- function(frame, name) {
  connection <- gzfile(paste0(name, ".csv.gz"), "w")
  write.csv(frame, connection, row.names = FALSE, na = "")
  close(connection)
}
columns <- c("cds", "stype", "sch.wide", "awards", "yr.rnd", "api00", "api99", "enroll",
             "api.stu", "pw", "fpc", "dnum")
tidy <- function(frame, more = c()) {
  kept <- frame[, c(columns, more)]
  names(kept) <- gsub("\\.", "_", names(kept))
  kept
}
srs <- tidy(apisrs); strat <- tidy(apistrat); clus1 <- tidy(apiclus1)
clus2 <- tidy(cbind(apiclus2, fpc = apiclus2$fpc1))
# A stratum of one: what R's option "adjust" does with it.
lonely <- strat[c(which(strat$stype != "H"), which(strat$stype == "H")[1]), ]
save(srs, "apisrs"); save(strat, "apistrat"); save(clus1, "apiclus1"); save(clus2, "apiclus2")
save(lonely, "lonely")
nhanes <- nhanes[nhanes$WTMEC2YR > 0, ]
nhanes$id <- seq_len(nrow(nhanes))
save(nhanes, "nhanes"); save(scd, "scd")

pop <- apipop; names(pop) <- gsub("\\.", "_", names(pop))
margins <- function(name) as.data.frame(table(pop[name]), responseName = "Freq")
exact <- list(maxit = 1000, epsilon = 1e-13, verbose = FALSE)
raked <- function(design, names) {
  rake(design, lapply(names, function(n) as.formula(paste0("~", n))), lapply(names, margins),
       control = exact)
}
d_srs <- svydesign(id = ~1, fpc = ~fpc, data = srs)
d_strat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = strat)
d_clus1 <- svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = clus1)
d_nhanes <- svydesign(id = ~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE,
                      data = nhanes)
crossed <- as.data.frame(table(pop[c("sch_wide", "awards")]))
crossed <- crossed[crossed$Freq > 0, ]
by_sex <- data.frame(RIAGENDR = 1:2, Freq = c(135e6, 142e6))
by_age <- data.frame(agecat = levels(nhanes$agecat), Freq = c(81e6, 68e6, 85e6, 43e6))
designs <- list(
  apisrs = d_srs,
  apistrat = d_strat,
  apistrat_ohne_fpc = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = strat),
  apiclus1 = d_clus1,
  apiclus2 = svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = clus2),
  lonely = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = lonely),
  apisrs_raking = raked(d_srs, c("stype", "sch_wide", "awards")),
  apistrat_raking = raked(d_strat, c("sch_wide", "awards")),
  apiclus1_raking = raked(d_clus1, c("stype", "sch_wide")),
  apisrs_nachschichtung = postStratify(d_srs, ~stype, margins("stype")),
  apistrat_nachschichtung = postStratify(d_strat, ~sch_wide + awards, crossed),
  apiclus1_nachschichtung = postStratify(d_clus1, ~stype, margins("stype")),
  nhanes = d_nhanes,
  nhanes_raking = rake(d_nhanes, list(~RIAGENDR, ~agecat), list(by_sex, by_age), control = exact),
  scd = svydesign(id = ~ambulance, strata = ~ESA, prob = ~1, nest = TRUE, data = scd)
)

rows <- list()
add <- function(case, group, statistic, variable, answer, estimate, se, limits = NULL, n = NA,
                n_eff = NA, df = NA) {
  # no limits of what has no error: they are rounding
  if (isTRUE(as.numeric(se) <= 1e-9 * abs(as.numeric(estimate)))) limits <- NULL
  known <- function(name) if (is.null(limits[[name]])) c(NA, NA) else as.numeric(limits[[name]])
  rows[[length(rows) + 1]] <<- data.frame(
    fall = case, gruppe = group, statistik = statistic, variable = variable, auspraegung = answer,
    wert = as.numeric(estimate), standardfehler = as.numeric(se),
    t_ug = known("t")[1], t_og = known("t")[2],
    normal_ug = known("normal")[1], normal_og = known("normal")[2],
    logit_ug = known("logit")[1], logit_og = known("logit")[2],
    beta_ug = known("beta")[1], beta_og = known("beta")[2],
    n = n, n_eff = n_eff, df = df)
}
# Persons with an answer: as a domain, so that strata and clusters keep their numbers.
figures <- function(case, design, group, numbers, choices, ratios) {
  for (v in numbers) {
    known <- !is.na(design$variables[[v]]) & is.finite(design$prob)
    d <- design[known, ]
    w <- weights(d); w <- w[w > 0]
    base <- list(n = length(w), n_eff = sum(w)^2 / sum(w^2), df = degf(d))
    f <- as.formula(paste0("~", v))
    for (statistic in c("mittelwert", "summe")) {
      m <- (if (statistic == "mittelwert") svymean else svytotal)(f, d, na.rm = TRUE)
      limits <- list(t = confint(m, df = base$df), normal = confint(m))
      add(case, group, statistic, v, "", coef(m), SE(m), limits, base$n, base$n_eff, base$df)
    }
    q <- suppressWarnings(svyquantile(f, d, 0.5, na.rm = TRUE)[[1]])
    add(case, group, "median", v, "", q[1, 1], q[1, 4], list(t = q[1, 2:3]), base$n, base$n_eff,
        base$df)
  }
  for (v in choices) {
    known <- !is.na(design$variables[[v]]) & is.finite(design$prob)
    d <- design[known, ]
    w <- weights(d); w <- w[w > 0]
    base <- list(n = length(w), n_eff = sum(w)^2 / sum(w^2), df = degf(d))
    for (answer in sort(unique(as.character(d$variables[[v]][known])))) {
      d$variables$ja <- ifelse(is.na(d$variables[[v]]), 0, 0 + (d$variables[[v]] == answer))
      m <- svymean(~ja, d)
      if (coef(m) == 0 || coef(m) == 1) next
      limits <- list(t = confint(m, df = base$df), normal = confint(m),
                     logit = attr(svyciprop(~ja, d, method = "xlogit"), "ci"))
      # R counts all rows of a calibrated design, also those outside the domain
      if (nrow(d) == base$n) limits$beta <- attr(svyciprop(~ja, d, method = "beta"), "ci")
      add(case, group, "anteil", v, answer, coef(m), SE(m), limits, base$n, base$n_eff, base$df)
      m <- svytotal(~ja, d)
      add(case, group, "summe", v, answer, coef(m), SE(m), list(t = confint(m, df = base$df)),
          base$n, base$n_eff, base$df)
    }
  }
  for (r in ratios) {
    m <- svyratio(as.formula(paste0("~", r[1])), as.formula(paste0("~", r[2])), design,
                  na.rm = TRUE)
    add(case, group, "verhaeltnis", paste(r, collapse = "/"), "", coef(m), SE(m))
  }
}
for (case in names(designs)) {
  design <- designs[[case]]
  family <- sub("_.*", "", case)
  numbers <- switch(family, nhanes = "race", scd = c("arrests", "alive"),
                    c("api00", "api99", "enroll"))
  choices <- switch(family, nhanes = c("HI_CHOL", "agecat"), scd = c(), c("stype", "sch_wide"))
  ratios <- switch(family, nhanes = list(), scd = list(c("alive", "arrests")),
                   list(c("api_stu", "enroll"), c("api00", "api99")))
  by <- switch(family, nhanes = "RIAGENDR", scd = "ESA", "stype")
  figures(case, design, "", numbers, choices, ratios)
  for (group in sort(unique(as.character(design$variables[[by]])))) {
    inside <- as.character(design$variables[[by]]) == group
    if (sum(inside) < 2) next
    figures(case, design[inside, ], group, numbers, setdiff(choices, by), ratios)
  }
}
save(do.call(rbind, rows), "erwartet")

correlations <- do.call(rbind, lapply(c("apistrat", "apiclus1_raking", "apisrs"), function(case) {
  do.call(rbind, lapply(list(c("api00", "api99"), c("api00", "enroll")), function(pair) {
    v <- svyvar(as.formula(paste0("~", paste(pair, collapse = "+"))), designs[[case]])
    moments <- c(v[1, 1], v[1, 2], v[2, 2])
    error <- vcov(v)[c(1, 2, 4), c(1, 2, 4)]
    r <- moments[2] / sqrt(moments[1] * moments[3])
    slope <- c(-r / 2 / moments[1], 1 / sqrt(moments[1] * moments[3]), -r / 2 / moments[3])
    data.frame(fall = case, a = pair[1], b = pair[2], r = r,
               standardfehler = sqrt(drop(slope %*% error %*% slope)))
  }))
}))
save(correlations, "korrelationen")
weights_of <- do.call(rbind, lapply(grep("raking|nachschichtung", names(designs), value = TRUE),
  function(case) data.frame(fall = case, gewicht = as.numeric(weights(designs[[case]])))))
save(weights_of, "gewichte")
population <- do.call(rbind, lapply(c("stype", "sch_wide", "awards"), function(n) {
  m <- margins(n); data.frame(merkmal = n, auspraegung = as.character(m[[1]]), anzahl = m$Freq)
}))
save(population, "apipop_raender")
names(crossed)[3] <- "anzahl"; save(crossed, "apipop_kreuz")
