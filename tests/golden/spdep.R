# Reference numbers for empirical-Bayes smoothing: R package spdep 1.2-7, function EBest, on the
# sudden infant deaths of North Carolina 1974-78 (package spData) and on shares made of them.
# Rscript spdep.R FOLDER
suppressMessages({library(spdep); library(spData)})
folder <- commandArgs(TRUE)[1]
x <- as.data.frame(sf::st_drop_geometry(sf::st_read(system.file("shapes/sids.shp", package = "spData"), quiet = TRUE)))
rate <- EBest(x$SID74, x$BIR74)
share <- EBest(x$NWBIR74, x$BIR74, family = "binomial")
out <- data.frame(county = x$NAME, deaths = x$SID74, births = x$BIR74, nonwhite = x$NWBIR74,
                  rate = rate$estmm, share = share$estmm)
write.csv(format(out, digits = 17), gzfile(file.path(folder, "spdep_ebest.csv.gz")), row.names = FALSE)
